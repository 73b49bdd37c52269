//! `POST /interact/{flow}`: the buttons of the sign-in pages.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;

use super::progress::refusal;
use super::step::{Step, next};
use super::{advance, reply, send_back};
use crate::entra::aadsts::{Aadsts, RequestIds};
use crate::entra::consents::Principal;
use crate::entra::flows::{Flow, Purpose};
use crate::entra::form::Parameters;
use crate::entra::sessions::Browser;
use crate::entra::{admin_consent, pages};
use crate::people::{Account, Circumstance};
use crate::world::World;

/// A button was pressed.
pub(crate) async fn post(
    State(world): State<Arc<World>>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let ids = RequestIds::new(&world, None);
    let browser = Browser::of(&headers);
    let mut response = match (world.entra.flows.find(&name), Parameters::parse(&body)) {
        (Some(flow), Ok(form)) => {
            let opener_policy = flow.opener_policy;
            let press = Press { world: &world, name: &name, browser: &browser };
            opener_policy.put_on(pressed(&press, flow, &form, &ids))
        }
        (None, _) => pages::error(&world, &Aadsts::new(50089), &ids),
        (_, Err(refused)) => pages::error(&world, &refused, &ids),
    };
    if let Some(cookie) = browser.set_cookie(&world) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Whose button, of which sign-in.
struct Press<'a> {
    world: &'a World,
    name: &'a str,
    browser: &'a Browser,
}

fn pressed(press: &Press<'_>, mut flow: Flow, form: &Parameters, ids: &RequestIds) -> Response {
    let Press { world, name, browser } = *press;
    if let Some(person) = form.get("account").and_then(|oid| world.directory.person(oid)) {
        world.entra.sessions.sign_in(browser, person);
        flow.picked = Some(person);
        world.entra.flows.save(name, flow);
        return advance(world, name, browser, ids);
    }
    let step = next(world, &flow, &world.entra.sessions.of(browser));
    match (form.get("action"), step) {
        (Some("approve"), Step::Approve(account)) => world.entra.sessions.approve(browser, account.person),
        (Some("accept"), Step::Consent(account, missing)) => {
            let principal = principal(&flow, &account, form);
            let client_id = &flow.destination.application.client_id;
            world.entra.consents.grant(account.tenant.id, &principal, client_id, &missing);
            flow.consented = true;
            world.entra.flows.save(name, flow);
        }
        (Some("other"), _) => return pages::choose(world, name, &flow),
        (Some("cancel"), step) if !matches!(step, Step::Consent(..)) => return cancel(press, &flow, ids),
        (Some("cancel" | "decline"), _) => return turn_back(press, &flow, &Aadsts::new(65004), ids),
        (Some("back"), Step::NeedAdministrator(_)) => {
            return turn_back(press, &flow, &Aadsts::new(90094), ids);
        }
        (Some("back"), step) => return turn_back(press, &flow, &refusal(&flow.destination, &step), ids),
        // A page that was left open while the sign-in went on elsewhere: show where it stands.
        _ => {}
    }
    advance(world, name, browser, ids)
}

/// For whom the consent holds: an administrator may tick a box to consent for everybody.
fn principal(flow: &Flow, account: &Account, form: &Parameters) -> Principal {
    let for_everybody = matches!(flow.purpose, Purpose::AdminConsent(_)) || form.is("organization", "on");
    if for_everybody && account.person.has(Circumstance::GlobalAdministrator) {
        Principal::Everybody
    } else {
        Principal::Person(account.oid.to_owned())
    }
}

/// The person goes back before there was anything to decline.
fn cancel(press: &Press<'_>, flow: &Flow, ids: &RequestIds) -> Response {
    if matches!(flow.purpose, Purpose::AdminConsent(_)) {
        return turn_back(press, flow, &Aadsts::new(65004), ids);
    }
    press.world.entra.flows.end(press.name);
    reply::cancelled(&flow.destination)
}

fn turn_back(press: &Press<'_>, flow: &Flow, refused: &Aadsts, ids: &RequestIds) -> Response {
    press.world.entra.flows.end(press.name);
    match flow.purpose {
        Purpose::SignIn(_) => send_back(press.world, &flow.destination, refused, ids),
        Purpose::AdminConsent(_) => admin_consent::refuse(&flow.destination, refused, ids),
    }
}
