//! Taking a sign-in one step further: a page, or the answer to the application.

use axum::http::{HeaderValue, header};
use axum::response::Response;

use super::step::{Choice, Step, next};
use super::wish::{Prompt, Wish};
use super::{Destination, reply, send_back};
use crate::entra::aadsts::{Aadsts, RequestIds};
use crate::entra::authority::Authority;
use crate::entra::flows::{Flow, Purpose};
use crate::entra::grants::{Code, Grant};
use crate::entra::mint::{Identity, client_info};
use crate::entra::sessions::{Browser, SignedIn};
use crate::entra::{admin_consent, pages};
use crate::faults::FaultKind;
use crate::journal::FaultApplied;
use crate::people::{Account, Person};
use crate::world::World;

/// Shows the next page or answers the application.
pub(crate) fn advance(world: &World, name: &str, browser: &Browser, ids: &RequestIds) -> Response {
    let Some(flow) = world.entra.flows.find(name) else {
        return pages::error(world, &Aadsts::new(50089), ids);
    };
    let sessions = world.entra.sessions.of(browser);
    let step = next(world, &flow, &sessions);
    let mut response = match (&flow.purpose, step) {
        (_, Step::Done(account, session)) => {
            world.entra.flows.end(name);
            finish(world, &flow, account, &session, ids)
        }
        (Purpose::SignIn(wish), step) if wish.prompt == Prompt::Nothing => {
            world.entra.flows.end(name);
            send_back(world, &flow.destination, &refusal(&flow.destination, &step), ids)
        }
        (_, step) => show(world, name, &flow, &step, ids),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store, no-cache"));
    flow.opener_policy.put_on(response)
}

/// Why a sign-in cannot go on, where it must not ask or the person turns back.
pub(super) fn refusal(destination: &Destination, step: &Step) -> Aadsts {
    match step {
        Step::Choose(Choice::SeveralSessions) => Aadsts::new(16000),
        Step::Choose(Choice::OtherSession) => Aadsts::new(16002),
        Step::Choose(Choice::NoSession | Choice::Demanded) => Aadsts::new(50058),
        Step::Stranger(person) => stranger(destination, person),
        Step::NotAssigned => Aadsts::new(50105),
        Step::Approve(_) => Aadsts::new(50076),
        Step::Consent(..) | Step::NeedAdministrator(_) | Step::Done(..) => Aadsts::new(65001),
    }
}

fn stranger(destination: &Destination, person: &Person) -> Aadsts {
    let application = &destination.application;
    let tenant = match destination.authority {
        Authority::Tenant(tenant) => tenant.name,
        Authority::Organizations | Authority::Common | Authority::Consumers => "Microsoft Services",
    };
    let home = person.home.as_ref().map_or(person.tenant, |home| home.tenant);
    Aadsts::new(50020).saying(format!(
        "User account '{}' from identity provider 'https://sts.windows.net/{home}/' does not exist in tenant '{tenant}' and \
         cannot access the application '{}'({}) in that tenant. The account needs to be added as an external user in the \
         tenant first. Sign out and sign in again with a different Azure Active Directory user account.",
        person.upn, application.client_id, application.display_name
    ))
}

fn show(world: &World, name: &str, flow: &Flow, step: &Step, ids: &RequestIds) -> Response {
    match step {
        Step::Choose(_) => pages::choose(world, name, flow),
        Step::Approve(account) => pages::approve(name, account),
        Step::Consent(account, missing) => pages::consent(name, flow, account, missing),
        Step::NeedAdministrator(account) => pages::need_administrator(name, flow, account),
        Step::Stranger(_) | Step::NotAssigned => {
            pages::dead_end(world, name, &refusal(&flow.destination, step), ids)
        }
        Step::Done(..) => pages::error(world, &Aadsts::new(50089), ids),
    }
}

fn finish(world: &World, flow: &Flow, account: Account, session: &SignedIn, ids: &RequestIds) -> Response {
    let person = Some(account.person.oid);
    let fault = world.faults.take(person, |fault| {
        if let FaultKind::AuthorizeError { code } = fault { Some(Aadsts::new(*code)) } else { None }
    });
    if let Some(refused) = fault {
        let mut response = send_back(world, &flow.destination, &refused, ids);
        response.extensions_mut().insert(FaultApplied("authorize_error"));
        return response;
    }
    match &flow.purpose {
        Purpose::AdminConsent(asked) => admin_consent::finish(&flow.destination, asked, &account),
        Purpose::SignIn(wish) => {
            reply::success(&flow.destination, &parameters(world, &flow.destination, wish, (account, session)))
        }
    }
}

/// What the application gets.
fn parameters(
    world: &World,
    destination: &Destination,
    wish: &Wish,
    (account, session): (Account, &SignedIn),
) -> Vec<(&'static str, String)> {
    let grant = Grant {
        account,
        client_id: destination.application.client_id.clone(),
        platform: destination.redirect.platform,
        sid: session.sid.clone(),
        multi_factor: session.multi_factor,
    };
    let code = wish.code.then(|| {
        world.entra.grants.issue_code(Code {
            grant: grant.clone(),
            redirect_uri: destination.redirect.uri.clone(),
            scope: wish.scope.clone(),
            nonce: wish.nonce.clone(),
            challenge: wish.challenge.clone(),
            issued_at: world.clock.now(),
            redeemed: false,
        })
    });
    let id_token = wish.id_token.then(|| {
        Identity {
            client: &destination.application,
            grant: &grant,
            nonce: wish.nonce.as_deref(),
            profile: wish.asked.has_openid("profile"),
            email: wish.asked.has_openid("email"),
            code: code.as_deref(),
        }
        .token(world)
    });
    let client_info = wish.client_info.then(|| client_info(&account));
    let all = [
        ("code", code),
        ("id_token", id_token),
        ("client_info", client_info),
        ("state", destination.state.clone()),
        ("session_state", Some(session.sid.clone())),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}
