//! What scripts call, and the climb itself.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use contract::function::Surface;
use contract::session::{ExchangeRequest, ExchangeResponse, InstanceView, SessionResponse};
use futures_util::future::join;
use js_sys::{Date, Function};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::exchange;
use crate::failure::Failure;
use crate::host::teams::Teams;
use crate::host::{Host as _, Wanted, sleep};
use crate::ladder::{Event, Ladder, Mode, STEPS_MAX, Step, Why};
use crate::outcome::Outcome;

/// Teams, once it has answered or let its time pass, and the instance that people sign in to, once our service has said so.
struct Embedded {
    teams: Teams,
    instance: OnceCell<InstanceView>,
}

thread_local! {
    static EMBEDDED: RefCell<Option<Rc<Embedded>>> = const { RefCell::new(None) };
}

/// Asks Teams and our service at the same time, and climbs silently. Answers an [`Outcome`].
#[wasm_bindgen]
pub async fn begin(load_teams: Function, on_theme: Function) -> JsValue {
    let (teams, answer) = join(Teams::start(&load_teams, on_theme), exchange::session()).await;
    let embedded = Rc::new(Embedded { teams, instance: OnceCell::new() });
    EMBEDDED.set(Some(Rc::clone(&embedded)));
    embedded.enter(Mode::Silent, answer).await.into()
}

/// Climbs again: silently for a new token, or because the person clicked. Answers an [`Outcome`].
#[wasm_bindgen]
pub async fn climb(click: bool) -> JsValue {
    let mode = if click { Mode::Click } else { Mode::Silent };
    let Some(embedded) = EMBEDDED.with_borrow(Clone::clone) else {
        return Outcome::default().stopped(&Failure::Offline).into();
    };
    match embedded.instance.get().cloned() {
        Some(instance) => embedded.climb(mode, instance).await.into(),
        None => embedded.enter(mode, exchange::session().await).await.into(),
    }
}

/// Tells Teams to show the page instead of its own waiting picture.
#[wasm_bindgen(js_name = notifyReady)]
pub fn notify_ready() {
    EMBEDDED.with_borrow(|embedded| embedded.iter().for_each(|embedded| embedded.teams.notify_ready()));
}

/// Where the ladder ended.
enum Top {
    SignedIn(ExchangeResponse),
    NeedsClick(Why),
    Stopped(Failure),
}

impl Embedded {
    /// Climbs, if our service said which instance this is.
    async fn enter(&self, mode: Mode, answer: Result<SessionResponse, Failure>) -> Outcome {
        match answer {
            Ok(SessionResponse { instance, .. }) => {
                self.climb(mode, self.instance.get_or_init(|| instance).clone()).await
            }
            Err(failure) => Outcome::default().stopped(&failure),
        }
    }

    async fn climb(&self, mode: Mode, instance: InstanceView) -> Outcome {
        let mut ladder = Ladder::new(self.teams.rungs(), mode);
        let top = self.steps(&mut ladder, &instance).await;
        let outcome = Outcome::at(instance, ladder.attempts());
        match top {
            Top::SignedIn(answer) => outcome.signed_in(answer),
            Top::NeedsClick(why) => outcome.needs_click(why),
            Top::Stopped(failure) => outcome.stopped(&failure),
        }
    }

    async fn steps(&self, ladder: &mut Ladder, instance: &InstanceView) -> Top {
        let (mut step, mut token) = (ladder.begin(), String::new());
        let mut exchanged = None;
        for _ in 0..STEPS_MAX {
            let began = Date::now();
            let event = match step {
                Step::Ask { rung, mode, claims } => {
                    let answer = self.teams.token(rung, &wanted(instance, mode, claims)).await;
                    Event::Asked(answer.map(|answer| token = answer))
                }
                Step::Exchange { renew_grant } => {
                    let request = ExchangeRequest { surface: Surface::Teams, renew_grant };
                    let answer = exchange::exchange(&token, request).await;
                    Event::Exchanged(answer.map(|answer| exchanged = Some(answer)))
                }
                Step::Wait(ms) => {
                    sleep(ms).await;
                    Event::Waited
                }
                Step::SignedIn => break,
                Step::NeedsClick(why) => return Top::NeedsClick(why),
                Step::Stop(failure) => return Top::Stopped(failure),
            };
            step = ladder.next(event, milliseconds_since(began));
        }
        exchanged.map_or(Top::NeedsClick(Why::NoToken), Top::SignedIn)
    }
}

fn wanted(instance: &InstanceView, mode: Mode, claims: Option<String>) -> Wanted {
    let InstanceView { client_id, api_scope, .. } = instance;
    Wanted { client_id: client_id.to_string(), scope: api_scope.clone(), mode, claims }
}

fn milliseconds_since(began: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "cut to what fits")]
    let milliseconds = (Date::now() - began).clamp(0.0, f64::from(u32::MAX)) as u32;
    milliseconds
}
