//! `@azure/msal-node` as a confidential client. The checks are in `node.mjs`.

use std::path::Path;

use super::{certificate, secure_sandbox};
use crate::support::workspace::{built, node, root};

/// Runs one of the checks against a sandbox of its own.
async fn check(name: &str) {
    check_with(name, &[]).await;
}

/// The same, with more in its environment.
pub(super) async fn check_with(name: &str, environment: &[(&str, &Path)]) {
    let sandbox = secure_sandbox().await;
    let trusted = certificate(&sandbox);
    built("node_modules/@azure/msal-node/package.json");
    let mut command = node();
    command
        .arg(root().join("tests/clients/node.mjs"))
        .arg(name)
        .env("NODE_EXTRA_CA_CERTS", trusted.path())
        .env("ENTRA", sandbox.entra())
        .env("GRAPH", sandbox.graph())
        .env("CONTROL", sandbox.control())
        .envs(environment.iter().copied());
    // The sandbox answers on this thread, so something else has to wait.
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("a thread waits");
    let output = output.expect("Node runs");
    let printed = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {printed}");
}

#[tokio::test]
async fn msal_node_signs_a_person_in_with_a_code_and_pkce() {
    check("code").await;
}

#[tokio::test]
async fn msal_node_refreshes_from_its_cache_and_with_a_token_of_its_own() {
    check("refresh").await;
}

#[tokio::test]
async fn msal_node_meets_a_claims_challenge_of_graph() {
    check("claims_challenge").await;
}

#[tokio::test]
async fn msal_node_signs_an_application_in_with_its_secret() {
    check("client_credentials").await;
}

#[tokio::test]
async fn msal_node_does_not_take_a_wrong_secret_for_something_a_person_could_settle() {
    check("wrong_secret").await;
}

#[tokio::test]
async fn msal_node_acts_on_behalf_of_a_person_once_they_have_consented() {
    check("on_behalf_of").await;
}

#[tokio::test]
async fn msal_node_knows_the_refusals_that_a_person_can_settle() {
    check("interaction_required").await;
}
