//! Calls about the team that a folder follows.

use contract::graph::{Collection, Team};
use contract::ids::FolderId;
use contract::operations::{OperationId, PathIds};
use contract::team_link::{PreviewResponse, TeamLinkRequest, TeamLinkResponse};
use gloo_net::http::Method;
use web_sys::AbortSignal;

use super::client::{SignedInApi, json, path};
use super::error::read;
use super::folders::{Done, at, emptied, sent};
use crate::model::failure::Failure;

impl SignedInApi {
    /// The team that the folder follows.
    pub(crate) async fn team_link(
        self,
        id: &FolderId,
        signal: Option<AbortSignal>,
    ) -> Result<TeamLinkResponse, Failure> {
        json(&at(id, "/team-link"), signal).await
    }

    /// The person's own teams.
    pub(crate) async fn own_teams(self, signal: Option<AbortSignal>) -> Result<Collection<Team>, Failure> {
        json(&path(OperationId::JoinedTeams, &PathIds::default()), signal).await
    }

    /// What following would do.
    pub(crate) async fn preview_team(
        self,
        id: &FolderId,
        request: &TeamLinkRequest,
    ) -> Result<PreviewResponse, Failure> {
        read(sent(Method::POST, &at(id, "/team-link/preview"), request).await?.into()).await
    }

    /// Follows a team from now on.
    pub(crate) async fn follow_team(
        self,
        id: &FolderId,
        request: &TeamLinkRequest,
    ) -> Result<TeamLinkResponse, Failure> {
        read(sent(Method::PUT, &at(id, "/team-link"), request).await?.into()).await
    }

    /// Says something to the link: `runs` or `agreement`.
    pub(crate) async fn tell_team_link(self, id: &FolderId, what: &str) -> Result<TeamLinkResponse, Failure> {
        read(sent(Method::POST, &at(id, &format!("/team-link/{what}")), &()).await?.into()).await
    }

    /// Follows it no longer.
    pub(crate) async fn unfollow_team(self, id: &FolderId) -> Done {
        emptied(&at(id, "/team-link")).await
    }
}
