//! Journeys: what people do, through the real worker on workerd, a real Chromium and the sandbox of Microsoft's side.
//!
//! Black box: nothing here knows the worker's code. One stack (sandbox, worker, browser window) for each test, so that a
//! switch in one sandbox disturbs nobody else. Nothing sleeps: the browser is asked until it shows what is expected, within
//! a bound.

mod support;

mod bad_input;
mod bench;
mod canary;
mod clients;
mod documents;
mod embed;
mod every_route;
mod files;
mod folders;
mod gate;
mod guests;
mod health;
mod office;
mod outlook;
mod picker;
mod picker_surfaces;
mod real_office;
mod sign_in;
mod sign_in_failures;
mod sign_out;
mod team_sync;
mod teams;
mod teams_settings;
mod tidy;
