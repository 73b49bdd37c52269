//! Benchmarks: ratios in one run on one machine, so that they mean the same on every machine. Not part of the tests;
//! `cargo xtask bench` runs them and shows their reports.

mod front;
mod gate;
mod load;
mod passthrough;
mod scroll;
mod tab;
mod token;
