//! The picker for other web apps: Harbour, a web app on another origin, lets people pick in a window, in a frame and with the element.

use contract::endpoint::FOLDERS;
use serde_json::json;
use thirtyfour::By;

use crate::clients::graph_types::{compile, printed};
use crate::support::browser::until;
use crate::support::client::Caller;
use crate::support::entra::consented_to_everything;
use crate::support::person::{ADA, BILAL, Person};
use crate::support::stack::{PERMISSIONS, Stack};
use crate::support::workspace::root;

async fn stack() -> Stack {
    let stack = Stack::start_with(&[("PERMISSIONS", PERMISSIONS)]).await;
    consented_to_everything(&stack).await;
    stack
}

async fn opens_harbour(person: &Person<'_>, stack: &Stack) {
    person
        .page
        .goto(format!("{}/?app={}", stack.sandbox.harbour(), stack.origin))
        .await
        .expect("Harbour opens");
    until(&person.page, "the script", "document.querySelector('#state').textContent === 'ready'").await;
}

/// In the picker: chooses the first file that can be chosen, and hands it over.
async fn chooses_one(person: &Person<'_>) -> String {
    person.clicks(".entry .box[data-shown]").await;
    let name = "document.querySelector('.chosen bdi')?.textContent";
    let name = until(&person.page, "the choice", name).await.as_str().expect("a name").to_owned();
    person.clicks("#choose:not([disabled])").await;
    name
}

async fn was_told(person: &Person<'_>, name: &str) {
    let told = format!("document.querySelector('#picked li')?.textContent.startsWith({})", json!(name));
    until(&person.page, "what was picked", &told).await;
    let members = until(
        &person.page,
        "its members",
        "Object.keys(JSON.parse(document.querySelector('#picked li').dataset.item))",
    )
    .await;
    let known = ["driveId", "itemId", "name", "kind", "mimeType", "size", "webUrl"];
    for member in members.as_array().expect("a list") {
        assert!(known.contains(&member.as_str().expect("a name")), "{members}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_window_somebody_signs_in_beside_it_picks_and_the_web_app_is_told() {
    let stack = stack().await;
    stack.cuts_windows_off(true);
    let ada = Person::at(&stack).await;
    opens_harbour(&ada, &stack).await;
    let harbour = ada.page.window().await.expect("a window");
    ada.clicks("#popup").await;
    ada.turns_to_window_with("#picker-sign-in fluent-button").await;
    ada.clicks("#picker-sign-in fluent-button").await;
    ada.turns_to_window_with(&format!("[id='account-{ADA}']")).await;
    ada.clicks(&format!("[id='account-{ADA}']")).await;
    ada.turns_to_window_with(".entry .box[data-shown]").await;
    let name = chooses_one(&ada).await;
    ada.page.switch_to_window(harbour).await.expect("Harbour is still there");
    was_told(&ada, &name).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_frame_and_with_the_element_it_is_the_same_and_cancelling_gives_nothing() {
    let stack = stack().await;
    let ada = Person::at(&stack).await;
    ada.signs_in_at_once(ADA).await;
    opens_harbour(&ada, &stack).await;
    ada.clicks("#frame").await;
    ada.sees("#place iframe").await;
    let frame = ada.page.find(By::Css("#place iframe")).await.expect("a frame");
    frame.enter_frame().await.expect("the picker");
    let name = chooses_one(&ada).await;
    ada.page.enter_default_frame().await.expect("Harbour");
    was_told(&ada, &name).await;
    until(&ada.page, "that the frame is gone", "!document.querySelector('#place iframe')").await;

    let harbour = ada.page.window().await.expect("a window");
    let press = "(document.querySelector('mooring-picker').shadowRoot.querySelector('button').click(), true)";
    until(&ada.page, "the element's button", press).await;
    ada.turns_to_window_with("#picker-cancel").await;
    ada.clicks("#picker-cancel").await;
    ada.page.switch_to_window(harbour).await.expect("Harbour is still there");
    until(&ada.page, "nothing", "document.querySelector('#state').textContent === 'cancelled'").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_folder_the_person_sees_whom_the_choice_leaves_out_before_it_is_handed_over() {
    let stack = stack().await;
    let ada = Person::at(&stack).await;
    ada.signs_in_at_once(ADA).await;
    let caller = Caller::signed_in(&stack, ADA).await;
    let made = caller.post(FOLDERS, r#"{"name":"Quay"}"#).await.json();
    let folder = made["id"].as_str().expect("an id");
    let colleague =
        json!({ "oid": BILAL, "role": "member", "name": "Bilal", "username": "b@contoso.example" });
    let people = format!("{FOLDERS}/{folder}/participants");
    assert_eq!(caller.post(&people, &colleague.to_string()).await.status, 201);
    opens_harbour(&ada, &stack).await;
    let harbour = ada.page.window().await.expect("a window");
    let pick = format!(
        "(() => {{ Mooring.pick({{ folder: '{folder}' }}).then(items => {{ window.result = items; }}); return true; }})()"
    );
    until(&ada.page, "the picker", &pick).await;
    ada.turns_to_window_with(".entry .box[data-shown]").await;
    let name = chooses_one(&ada).await;
    let told =
        "document.querySelector('#picker-audience .audience li span')?.textContent.includes('other person')";
    until(&ada.page, "whom it leaves out", told).await;
    ada.clicks("#picker-audience fluent-button").await;
    ada.page.switch_to_window(harbour).await.expect("Harbour is still there");
    let result = until(&ada.page, "the answer", "window.result").await;
    assert_eq!(result[0]["name"], json!(name));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_14_absurd_options_open_nothing_and_forged_messages_are_not_heard() {
    let stack = stack().await;
    let ada = Person::at(&stack).await;
    ada.signs_in_at_once(ADA).await;
    opens_harbour(&ada, &stack).await;
    for options in [
        "{ kinds: 'everything' }",
        "{ start: 'https://evil.example' }",
        "{ extensions: ['.pdf'] }",
        "{ extensions: 'pdf' }",
        "{ multiple: 'yes' }",
        "{ top: 5 }",
        "{ folder: 'Harbour works' }",
        "{ folder: 5 }",
        "{ origin: 'javascript:alert(1)' }",
        "{ presentation: 'frame' }",
    ] {
        let script = format!(
            "(() => {{ Mooring.pick({options}).catch(({{ code }}) => {{ window.code = code; }}); return true; }})()"
        );
        until(&ada.page, options, &script).await;
        until(&ada.page, options, "window.code === 'invalid_options' && delete window.code").await;
    }
    let blocked = "(() => { const open = window.open; window.open = () => null; \
                   Mooring.pick().catch(({ code }) => { window.code = code; }); window.open = open; return true; })()";
    until(&ada.page, "a browser that opens nothing", blocked).await;
    until(&ada.page, "that it is told", "window.code === 'popup_blocked' && delete window.code").await;
    ada.has_windows(1).await;
    // The page itself refuses what the script would have refused: a web app may speak with it as it likes.
    let harbour = ada.page.window().await.expect("a window");
    let open = format!(
        "(() => {{ addEventListener('message', ({{ source, data }}) => {{ \
           if (source !== window.rude) return; \
           if (data.mooring === 'ready') source.postMessage({{ mooring: 'options', id: 'x', options: {{ top: 5 }} }}, '{0}'); \
           else window.answer = data.mooring; }}); \
           window.rude = window.open('{0}/embed/picker', '_blank', 'popup'); return true; }})()",
        stack.origin
    );
    until(&ada.page, "the window", &open).await;
    until(&ada.page, "that it is refused", "window.answer === 'failed'").await;

    // What comes from another window, with another id or in another form, is no answer. A folder and what is undefined change nothing.
    let forge = "(() => { const folder = '0123456789abcdef'.repeat(2); \
                 window.picked = Mooring.pick({ kinds: undefined, folder }).then(items => { window.result = items; }); \
                 for (const data of [{ mooring: 'picked', id: 'x', items: [{}] }, { mooring: 'cancelled' }, 'picked']) \
                   window.postMessage(data, location.origin); return true; })()";
    until(&ada.page, "forged messages", forge).await;
    ada.turns_to_window_with(".entry .box[data-shown]").await;
    let name = chooses_one(&ada).await;
    ada.page.switch_to_window(harbour).await.expect("Harbour is still there");
    let result = until(&ada.page, "the answer", "window.result").await;
    assert_eq!(result[0]["name"], json!(name));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s5_09_s1_14_a_web_app_that_is_not_registered_gets_no_answer_and_no_frame() {
    let stack = Stack::start_with(&[("EMBED_ORIGINS", "https://other.example")]).await;
    let page = Caller::at(&stack).get("/embed/picker").await;
    let policy = page.header("content-security-policy").expect("a policy").to_owned();
    assert!(policy.ends_with("frame-ancestors https://other.example"), "{policy}");
    let script = Caller::at(&stack).get("/mooring.js").await;
    assert_eq!(script.status, 200);
    assert_eq!(script.header("cross-origin-resource-policy"), Some("cross-origin".to_owned()));

    let ada = Person::at(&stack).await;
    opens_harbour(&ada, &stack).await;
    let harbour = ada.page.window().await.expect("a window");
    ada.clicks("#popup").await;
    ada.turns_to_window_with("#picker-sign-in").await;
    ada.page.close_window().await.expect("the person closes it");
    ada.page.switch_to_window(harbour).await.expect("Harbour is still there");
    let told = "document.querySelector('#state').textContent === 'failed: origin_not_registered'";
    until(&ada.page, "why nothing was picked", told).await;
}

#[test]
fn the_types_say_what_the_script_takes_and_gives() {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let types = root().join("app/mooring.d.ts");
    std::fs::copy(types, folder.path().join("mooring.d.ts")).expect("the types are there");
    let begin = "import type { Picked, PickOptions } from \"./mooring\";\n";
    let right = "const options: PickOptions = { kinds: \"all\", extensions: [\"pdf\"], presentation: \"frame\", container: document.body };\n\
                 export const picked: Promise<Picked[]> = Mooring.pick(options);\n\
                 document.querySelector(\"mooring-picker\")?.pick();\n\
                 export const code = (error: unknown) => error instanceof Mooring.MooringError && error.code === \"popup_blocked\";\n";
    let compiled = compile(folder.path(), &format!("{begin}{right}"));
    assert!(compiled.status.success(), "{}", printed(&compiled));
    for wrong in ["{ kinds: \"everything\" }", "{ top: 5 }", "{ multiple: \"yes\" }", "{ start: \"root\" }"] {
        let module =
            format!("{begin}export const options: PickOptions = {wrong};\nexport type P = Picked;\n");
        assert!(!compile(folder.path(), &module).status.success(), "{wrong}");
    }
}
