//! Views. They know neither the service nor the session: they get plain values and signals, and tell what was done.

#![expect(
    clippy::must_use_candidate,
    clippy::needless_pass_by_value,
    reason = "views are called by the view macro, and own what they draw"
)]

pub mod account_menu;
pub mod breadcrumb;
pub mod button;
pub mod dialog;
pub mod empty;
pub mod file_icon;
pub mod file_row;
pub mod file_table;
pub mod heading;
pub mod illustration;
pub mod lazy;
pub mod local_date;
pub mod nearby;
pub mod picture;
pub mod problem;
pub mod search_box;
pub mod waiting;
