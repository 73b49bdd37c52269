//! No Microsoft token, of any kind, anywhere but in memory and under seal: not in a page, a storage, an address, a log, an
//! answer (S1-42, S5-16, S6-01, S6-08).

use crate::support::client::Caller;
use crate::support::person::{ADA, Person};
use crate::support::stack::{CLIENT_SECRET, Stack};

/// What tokens of Entra and secrets of this stack look like.
fn canaries(stack: &Stack) -> Vec<String> {
    let issued = stack.sandbox.world().issued_secrets();
    assert!(issued.len() >= 3, "the sandbox remembers what it issued: a code, an access and a refresh token");
    issued.into_iter().chain([CLIENT_SECRET.to_owned()]).collect()
}

fn find(haystack: &[u8], needle: &str) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle.as_bytes())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_42_s5_16_s6_01_s6_08_no_token_is_found_anywhere() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    ada.signs_in(ADA).await;
    ada.sees("#files [data-item-id]").await;
    let seen = "return JSON.stringify({ html: document.documentElement.outerHTML, url: location.href, cookie: document.cookie, \
                local: {...localStorage}, session: {...sessionStorage}, \
                entries: performance.getEntries().map(entry => entry.name), history: history.state, name: window.name })";
    let page = ada.page.execute(seen, Vec::new()).await.unwrap().json().to_string();
    let databases =
        ada.page.execute("return indexedDB.databases().then(all => all.length)", Vec::new()).await.unwrap();
    assert_eq!(databases.json().as_u64(), Some(0));
    assert!(page.contains(r#"\"local\":{},\"session\":{}"#), "nothing is kept in browser storage: {page}");
    assert!(page.contains(r#"\"cookie\":\"\""#), "no cookie can be read by scripts");

    let caller = Caller::signed_in(&stack, ADA).await;
    let mut answers = String::new();
    for path in [
        "/",
        "/api/session",
        "/graph/v1.0/me",
        "/graph/v1.0/me/drive",
        "/graph/v1.0/me/drive/root/children",
        "/graph/v1.0/me/drive/root/search?q=a",
    ] {
        answers += &caller.get(path).await.everything();
    }
    let last = caller.get("/healthz").await.header("x-request-id").unwrap();
    let (log, storage) = (stack.log_with(&last).await, stack.storage());
    for canary in canaries(&stack) {
        let start = canary.get(..12).unwrap_or(&canary).to_owned();
        assert!(!page.contains(&canary), "{start}… is in the page");
        assert!(!answers.contains(&canary), "{start}… is in an answer");
        assert!(!log.contains(&canary), "{start}… is in the log");
        for (file, bytes) in &storage {
            assert!(!find(bytes, &canary), "{start}… lies in plain in {file}");
        }
    }
    for shape in ["eyJ0eXAi", "eyJhbGci", "tempauth", "1.A", "1.B"] {
        assert!(!answers.contains(shape), "something like a token ({shape}) is in an answer");
    }
    for name in ["ada@contoso", "Lindqvist"] {
        assert!(
            !log.contains(name) && storage.iter().all(|(_, bytes)| !find(bytes, name)),
            "{name} is in log or storage"
        );
    }
}
