//! Microsoft Teams: the teams of a person, their channels, and where a channel's files lie.

pub mod team;
