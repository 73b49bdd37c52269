//! What happens around every request of the three played hosts: it is written into the journal, and the faults that any
//! service can have strike here.

mod drive_write;
mod entry;
mod strike;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;

use crate::faults::FaultKind;
use crate::journal::{FaultApplied, Service};
use crate::listen::DropConnection;
use crate::world::World;

/// What the middleware has to know.
#[derive(Clone)]
struct Watch {
    world: Arc<World>,
    service: Service,
}

/// Puts a host under observation.
pub(crate) fn watched(world: &Arc<World>, service: Service, router: Router) -> Router {
    let watch = Watch { world: Arc::clone(world), service };
    router.layer(from_fn_with_state(watch, observe))
}

async fn observe(State(watch): State<Watch>, request: Request, next: Next) -> Response {
    let Watch { world, service } = watch;
    let (request, mut entry) = entry::read(&world, service, request).await;
    let faults = world.faults.take_at(service, &entry.path, entry.person.as_deref());
    let response = strike::answer(&faults, service, request, next).await;
    let mut names: Vec<&str> = faults.iter().map(FaultKind::name).collect();
    names.extend(response.extensions().get::<FaultApplied>().map(|applied| applied.0));
    entry.fault = (!names.is_empty()).then(|| names.join(" "));
    let dropped = response.extensions().get::<DropConnection>().is_some();
    entry.status = (!dropped).then(|| response.status().as_u16());
    world.journal.record(entry);
    response
}
