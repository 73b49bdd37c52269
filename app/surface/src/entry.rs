//! What scripts call, and the climb itself.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use contract::function::Surface;
use contract::session::{AttemptsRequest, ExchangeRequest, HandoverRequest};
use futures_util::future::join;
use js_sys::{Date, Function};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

use crate::exchange::{Answer, Climb};
use crate::failure::Failure;
use crate::handover::Opening;
use crate::host::{Embedder, HandedOver, Host as _, Wanted, random_id, sleep};
use crate::ladder::{Event, Ladder, Leave, Mode, Rung, STEPS_MAX, Step, Why};
use crate::object::{text, whole};
use crate::report::Report;

/// The host, once it has answered or let its time pass, and what the page knew from the beginning.
struct Embedded {
    host: Embedder,
    /// The instance that people sign in to.
    instance: JsValue,
    /// Told each time a token goes to our service.
    on_wait: Function,
    /// What names a session that a window handed over. No host can renew such a one, and none may replace it: the person chose it.
    held: RefCell<Option<String>>,
    /// The person goes on with the account that Microsoft gives out, whoever the host says is there.
    any_account: Cell<bool>,
}

thread_local! {
    static EMBEDDED: RefCell<Option<Rc<Embedded>>> = const { RefCell::new(None) };
}

/// Greets the host, and climbs silently. Answers what [`crate::report`] describes; `on_wait` is called as soon as nothing is left to
/// do but to wait for our service.
#[wasm_bindgen]
pub async fn begin(
    surface: String,
    load_host: Function,
    windows: JsValue,
    instance: JsValue,
    on_wait: Function,
) -> JsValue {
    let surface = if surface == Surface::Outlook.name() { Surface::Outlook } else { Surface::Teams };
    let host = Embedder::start(surface, (&load_host, windows)).await;
    let (held, any_account) = (RefCell::default(), Cell::new(false));
    let embedded = Rc::new(Embedded { host, instance, on_wait, held, any_account });
    EMBEDDED.set(Some(Rc::clone(&embedded)));
    embedded.climb((Mode::Silent, None)).await
}

/// Climbs again, in the way of that name ([`Mode::name`]), with a claims challenge if there is one. Answers what [`crate::report`] describes.
#[wasm_bindgen]
pub async fn climb(mode: String, claims: Option<String>) -> JsValue {
    match EMBEDDED.with_borrow(Clone::clone) {
        Some(embedded) => embedded.climb((Mode::from_name(&mode), claims)).await,
        None => Report::new().stopped(&Failure::Offline),
    }
}

/// Tells the host to show the page instead of its own waiting picture.
#[wasm_bindgen(js_name = notifyReady)]
pub fn notify_ready() {
    EMBEDDED.with_borrow(|embedded| embedded.iter().for_each(|embedded| embedded.host.notify_ready()));
}

/// How to climb, and the claims challenge to satisfy.
type Wish = (Mode, Option<String>);

/// Where the ladder ended.
enum Top {
    SignedIn(Answer),
    NeedsClick(Why),
    Stopped(Failure),
}

/// What a climb works with.
struct Means<'a> {
    climb: Climb,
    mode: Mode,
    instance: &'a JsValue,
}

impl Embedded {
    async fn climb(&self, (mode, claims): Wish) -> JsValue {
        let mut ladder = Ladder::new(mode.rungs(self.rungs(mode)), mode).challenged_by(claims);
        let climb = Climb { id: random_id() };
        let means = Means { climb, mode, instance: &self.instance };
        let top = self.steps(&mut ladder, &means).await;
        let Means { climb, .. } = means;
        let report = Report::at(&self.instance, ladder.attempts(), &climb.id);
        if ladder.attempts().iter().any(|attempt| attempt.left.is_some()) {
            let (surface, attempts) = (self.host.surface(), ladder.attempts().to_vec());
            spawn_local(async move { climb.report(&AttemptsRequest { surface, attempts }).await });
        }
        match top {
            Top::SignedIn(answer) => report.signed_in(&answer),
            Top::NeedsClick(why) => report.needs_click(why),
            Top::Stopped(failure) => report.stopped(&failure),
        }
    }

    /// A session that a window handed over goes on by itself; a click may replace it.
    fn rungs(&self, mode: Mode) -> Vec<Rung> {
        let held = self.held.borrow().is_some() && !mode.is_click();
        if held { vec![Rung::HeldSession] } else { self.host.rungs() }
    }

    async fn steps(&self, ladder: &mut Ladder, means: &Means<'_>) -> Top {
        let (mut step, mut token) = (ladder.begin(), String::new());
        let mut entered = None;
        for _ in 0..STEPS_MAX {
            let began = Date::now();
            let event = match step {
                Step::Ask { rung: Rung::HeldSession, .. } => self.renewed(means, &mut entered).await,
                Step::Ask { rung: Rung::Window, claims, .. } => {
                    self.through_window(means, claims.as_deref(), &mut entered).await
                }
                Step::Ask { rung, claims, .. } => {
                    let answer = self.host.token(rung, &means.wanted(claims)).await;
                    Event::Asked(answer.map(|answer| token = answer))
                }
                Step::Exchange { renew_grant } => {
                    let request = self.request(means, renew_grant).await;
                    let exchanged = means.climb.exchange(&token, &request);
                    let answer = join(exchanged, async { self.waits() }).await.0;
                    Event::Exchanged(answer.map(|answer| {
                        self.held.take();
                        entered = Some(answer);
                    }))
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
        entered.map_or(Top::NeedsClick(Why::NoToken), Top::SignedIn)
    }

    fn waits(&self) {
        // A listener of ours, which does not fail; and if it did, nobody would be less signed in.
        _ = self.on_wait.call0(&JsValue::NULL);
    }

    async fn request(&self, means: &Means<'_>, renew_grant: bool) -> ExchangeRequest {
        if means.mode == Mode::AnyAccount {
            self.any_account.set(true);
        }
        let host_person = if self.any_account.get() { None } else { self.host.person().await };
        ExchangeRequest { surface: self.host.surface(), renew_grant, host_person }
    }

    async fn renewed(&self, means: &Means<'_>, entered: &mut Option<Answer>) -> Event {
        let held = self.held.borrow().clone().unwrap_or_default();
        let answer = means.climb.renew(&held).await;
        if matches!(&answer, Err(failure) if failure.code().is_some_and(is_over)) {
            self.held.take();
        }
        Event::Exchanged(answer.map(|answer| *entered = Some(self.holding(answer))))
    }

    async fn through_window(
        &self,
        means: &Means<'_>,
        claims: Option<&str>,
        entered: &mut Option<Answer>,
    ) -> Event {
        let Some(opening) = Opening::new(self.host.surface(), means.mode, claims).await else {
            return Event::Asked(Err(Leave::Absent));
        };
        let code = match self.host.window(&opening.path).await {
            Ok(HandedOver::Code(code)) => code,
            Ok(HandedOver::Failure(failure)) => return Event::Exchanged(Err(failure)),
            Err(leave) => return Event::Asked(Err(leave)),
        };
        let answer = means.climb.take(&HandoverRequest { code, verifier: opening.verifier }).await;
        Event::Exchanged(answer.map(|answer| *entered = Some(self.holding(answer))))
    }

    fn holding(&self, answer: Answer) -> Answer {
        self.held.replace(Some(answer.bearer.clone()));
        answer
    }
}

impl Means<'_> {
    fn wanted(&self, claims: Option<String>) -> Wanted {
        let (client_id, scope) = (text(self.instance, "client_id"), text(self.instance, "api_scope"));
        Wanted { client_id, scope, mode: self.mode, claims, correlation_id: self.climb.id.clone() }
    }
}

fn is_over(code: contract::problem::ErrorCode) -> bool {
    use contract::problem::ErrorCode::{SessionEnded, SignInNeeded};
    matches!(code, SessionEnded | SignInNeeded)
}

fn milliseconds_since(began: f64) -> u32 {
    whole(Date::now() - began)
}
