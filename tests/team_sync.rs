//! A folder that follows a team, on the real worker with the sandbox's Graph: people arrive, go, and many who would go wait.

use contract::endpoint::FOLDERS;
use serde_json::{Value, json};

use crate::support::browser::until;
use crate::support::client::Caller;
use crate::support::entra::consented_to_everything;
use crate::support::person::{ADA, BILAL, Person};
use crate::support::stack::{CLIENT, PERMISSIONS, Stack};

/// More looks than any run takes; each waits for the worker's answer.
const LOOKS_MAX: usize = 2_000;

async fn stack() -> Stack {
    Stack::start().await
}

/// The team's id, and its owner's consent to being read.
async fn readable(stack: &Stack, name: &str) -> String {
    let teams = stack.sandbox.world().graph.teams();
    let team = teams.iter().find(|team| team.name == name).expect("the team").id.clone();
    let consent = json!({ "client_id": CLIENT, "permissions": ["TeamMember.Read.Group"] });
    stack.control(&format!("teams/{team}/consent"), consent).await;
    team
}

async fn makes_folder(ada: &Caller) -> String {
    let reply = ada.post(FOLDERS, r#"{"name":"Quay"}"#).await;
    format!("{FOLDERS}/{}", reply.json()["id"].as_str().expect("an id"))
}

fn wish(team: &str, guests: bool) -> String {
    json!({ "team": team, "name": "Quay works", "options": { "owners": "member", "guests": guests } })
        .to_string()
}

/// How the link is, once it rests after this run.
async fn rests(ada: &Caller, folder: &str, run: u64) -> Value {
    for _ in 0..LOOKS_MAX {
        let link = ada.get(&format!("{folder}/team-link")).await.json()["link"].clone();
        if link["run"].as_u64() >= Some(run) && link["is_going"] == false {
            return link;
        }
    }
    panic!("run {run} never ended: {}", ada.get(&format!("{folder}/team-link")).await.text());
}

async fn names(ada: &Caller, folder: &str) -> Vec<String> {
    let people = ada.get(&format!("{folder}/participants")).await.json();
    let people = people["participants"].as_array().expect("participants").clone();
    people
        .iter()
        .map(|one| {
            format!(
                "{} ({})",
                one["name"].as_str().unwrap_or_default(),
                one["role"].as_str().unwrap_or_default()
            )
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_of_the_team_arrive_change_and_go() {
    let stack = stack().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    let folder = makes_folder(&ada).await;
    let team = readable(&stack, "Quay works").await;

    let preview = ada.post(&format!("{folder}/team-link/preview"), &wish(&team, false)).await;
    assert_eq!(preview.status, 200, "{}", preview.text());
    let preview = preview.json();
    let linked = ada.changes("PUT", &format!("{folder}/team-link"), &wish(&team, false)).await;
    assert_eq!(linked.status, 200, "{}", linked.text());
    let link = rests(&ada, &folder, 1).await;
    assert_eq!((&link["added"], &link["members"]), (&preview["added"], &json!(12)), "{link}");
    assert_eq!(link["pause"], Value::Null, "{link}");
    let before = names(&ada, &folder).await;
    assert_eq!(Some(before.len() as u64 - 1), preview["added"].as_u64(), "Ada made the folder: {before:?}");
    assert!(!before.iter().any(|name| name.ends_with("(guest)")), "{before:?}");

    // Somebody comes, somebody goes.
    stack.control(&format!("teams/{team}/members"), json!({ "name": "Newcomer" })).await;
    assert!(stack.sandbox.world().graph.remove_member(&team, BILAL).is_ok());
    ada.post(&format!("{folder}/team-link/runs"), "{}").await;
    let link = rests(&ada, &folder, 2).await;
    assert_eq!((&link["added"], &link["removed"]), (&json!(1), &json!(1)), "{link}");
    let after = names(&ada, &folder).await;
    assert!(
        after.iter().any(|name| name.starts_with("Newcomer")) && after.len() == before.len(),
        "{after:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_would_go_wait_until_an_owner_agrees() {
    let stack = stack().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    let folder = makes_folder(&ada).await;
    let team = readable(&stack, "Quay works").await;
    ada.changes("PUT", &format!("{folder}/team-link"), &wish(&team, true)).await;
    rests(&ada, &folder, 1).await;
    let before = names(&ada, &folder).await;
    for person in
        stack.sandbox.world().graph.teams().iter().find(|one| one.id == team).expect("the team").people.iter()
    {
        let (oid, _) = person;
        if oid != ADA {
            _ = stack.sandbox.world().graph.remove_member(&team, oid);
        }
    }
    ada.post(&format!("{folder}/team-link/runs"), "{}").await;
    let link = rests(&ada, &folder, 2).await;
    assert_eq!(
        (&link["pause"], names(&ada, &folder).await),
        (&json!("many_removals"), before.clone()),
        "{link}"
    );
    assert_eq!(link["waiting"].as_u64(), Some(before.len() as u64 - 1));
    ada.post(&format!("{folder}/team-link/agreement"), "{}").await;
    let link = rests(&ada, &folder, 3).await;
    assert_eq!((&link["pause"], names(&ada, &folder).await.len()), (&Value::Null, 1), "{link}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_consent_the_reason_is_said_and_a_consent_that_ends_pauses_the_link() {
    let stack = stack().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    let folder = makes_folder(&ada).await;
    let teams = stack.sandbox.world().graph.teams();
    let team = teams.iter().find(|team| team.name == "Quay works").expect("the team").id.clone();
    let refused = ada.changes("PUT", &format!("{folder}/team-link"), &wish(&team, true)).await;
    assert_eq!(refused.code(), "team_not_readable");
    readable(&stack, "Quay works").await;
    ada.changes("PUT", &format!("{folder}/team-link"), &wish(&team, true)).await;
    rests(&ada, &folder, 1).await;
    let before = names(&ada, &folder).await;
    stack.sandbox.world().graph.team_consents.withdraw(&team, CLIENT);
    ada.post(&format!("{folder}/team-link/runs"), "{}").await;
    let link = rests(&ada, &folder, 2).await;
    assert_eq!((&link["pause"], names(&ada, &folder).await), (&json!("not_allowed"), before), "{link}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twelve_thousand_people_come_with_few_calls() {
    let stack = stack().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    let folder = makes_folder(&ada).await;
    let team = readable(&stack, "Everybody").await;
    assert!(
        stack
            .sandbox
            .world()
            .graph
            .set_member(&team, ADA, sandbox::graph::teams::roster::Role::Member)
            .is_ok()
    );
    let linked = ada.changes("PUT", &format!("{folder}/team-link"), &wish(&team, true)).await;
    assert_eq!(linked.status, 200, "{}", linked.text());
    stack.sandbox.world().journal.clear();
    let link = rests(&ada, &folder, 1).await;
    assert!(link["added"].as_u64() >= Some(12_000), "{link}");
    assert!(stack.graph_calls().len() <= 15, "{:?}", stack.graph_calls().len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_follows_a_team_on_the_page_and_sees_people_arrive_and_go() {
    let stack = Stack::start_with(&[("PERMISSIONS", PERMISSIONS)]).await;
    consented_to_everything(&stack).await;
    let team = readable(&stack, "Quay works").await;
    let ada = Person::at(&stack).await;
    ada.signs_in_at_once(ADA).await;
    ada.opens("/folders").await;
    ada.clicks("#new-folder").await;
    ada.types("[name=name]", "Quay").await;
    ada.submits(".name-form").await;
    ada.clicks("a[href$='/participants']").await;
    ada.clicks("#follow-team").await;
    ada.sees("#teams option:nth-child(2)").await;
    let pick = format!(
        "const list = document.querySelector('#teams'); list.value = '{team}'; list.dispatchEvent(new Event('change'))"
    );
    ada.page.execute(pick, Vec::new()).await.expect("the choice lands");
    ada.clicks("#preview-team").await;
    let preview = "document.querySelector('#team-preview')?.textContent.includes('10 would come')";
    until(&ada.page, "the preview", preview).await;
    ada.clicks("#start-following").await;
    ada.sees("#team-state[data-run='1'][data-rests]").await;
    until(&ada.page, "everybody", &people(11)).await;
    ada.sees("#participants .origin").await;

    // Nine of eleven go: the page says that it waits, and an owner decides.
    for (oid, _) in
        stack.sandbox.world().graph.teams().iter().find(|one| one.id == team).expect("the team").people.iter()
    {
        if oid != ADA && oid != BILAL {
            _ = stack.sandbox.world().graph.remove_member(&team, oid);
        }
    }
    ada.clicks("#sync-now").await;
    ada.sees("#agree").await;
    let shown = "document.querySelector('#waiting-names').textContent.includes('Chloë Çelik')";
    until(&ada.page, "who would go", shown).await;
    until(&ada.page, "nobody has gone", &people(11)).await;
    ada.clicks("#agree").await;
    ada.sees("#team-state[data-run='3'][data-rests]").await;
    until(&ada.page, "who is left", "document.querySelectorAll('#participants tbody tr').length < 4").await;
}

/// So many people are shown.
fn people(count: usize) -> String {
    format!("document.querySelectorAll('#participants tbody tr').length === {count}")
}
