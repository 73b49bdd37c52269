//! Calls about folders, their documents and their people.

use contract::endpoint::FOLDERS;
use contract::folder::{
    AddParticipantRequest, AudienceRequest, AudienceResponse, ChangeFolderRequest, ChangeParticipantRequest,
    CreateFolderRequest, FolderResponse, FolderView, FoldersResponse, ItemRef, LinkRequest, LinkResponse,
    ParticipantView, ParticipantsResponse, Role, StatesRequest, StatesResponse,
};
use contract::graph::{Collection, User};
use contract::ids::{DocumentId, FolderId, ObjectId, TenantId};
use contract::operations::{OperationId, PathIds};
use gloo_net::http::{Method, Request, RequestBuilder, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use web_sys::AbortSignal;

use super::client::{SignedInApi, accepted, answered, body, json, ours, path};
use super::error::{read, unanswered};
use crate::model::failure::Failure;

/// Whether there is more to say than that it is done.
pub(super) type Done = Result<(), Failure>;

impl SignedInApi {
    /// The person's folders, after those up to `after`.
    pub(crate) async fn folders(
        self,
        after: Option<FolderId>,
        signal: Option<AbortSignal>,
    ) -> Result<FoldersResponse, Failure> {
        json(&paged(FOLDERS.to_owned(), "after", after), signal).await
    }

    /// Makes a folder.
    pub(crate) async fn create_folder(self, request: &CreateFolderRequest) -> Result<FolderView, Failure> {
        read(sent(Method::POST, FOLDERS, request).await?.into()).await
    }

    /// A folder with its documents, after those up to `after`.
    pub(crate) async fn folder(
        self,
        id: &FolderId,
        after: Option<DocumentId>,
        signal: Option<AbortSignal>,
    ) -> Result<FolderResponse, Failure> {
        json(&paged(at(id, ""), "after", after), signal).await
    }

    /// Gives a folder another name, or puts it into the archive and out of it.
    pub(crate) async fn change_folder(
        self,
        id: &FolderId,
        request: &ChangeFolderRequest,
    ) -> Result<FolderView, Failure> {
        read(sent(Method::PATCH, &at(id, ""), request).await?.into()).await
    }

    /// Links items.
    pub(crate) async fn link(self, id: &FolderId, items: Vec<ItemRef>) -> Result<LinkResponse, Failure> {
        read(sent(Method::POST, &at(id, "/documents"), &LinkRequest { items }).await?.into()).await
    }

    /// Takes a link away.
    pub(crate) async fn unlink(self, id: &FolderId, document: &DocumentId) -> Done {
        emptied(&at(id, &format!("/documents/{document}"))).await
    }

    /// What the person may do with these documents now.
    pub(crate) async fn states(
        self,
        id: &FolderId,
        documents: Vec<DocumentId>,
    ) -> Result<StatesResponse, Failure> {
        let request = StatesRequest { documents };
        read(sent(Method::POST, &at(id, "/documents/states"), &request).await?.into()).await
    }

    /// Whom these items would leave out.
    pub(crate) async fn audience(
        self,
        id: &FolderId,
        items: Vec<ItemRef>,
    ) -> Result<AudienceResponse, Failure> {
        read(sent(Method::POST, &at(id, "/audience"), &AudienceRequest { items }).await?.into()).await
    }

    /// Who takes part, after the first `skip`.
    pub(crate) async fn participants(
        self,
        id: &FolderId,
        skip: Option<u32>,
        signal: Option<AbortSignal>,
    ) -> Result<ParticipantsResponse, Failure> {
        json(&paged(at(id, "/participants"), "skip", skip), signal).await
    }

    /// Adds somebody.
    pub(crate) async fn add_participant(
        self,
        id: &FolderId,
        request: &AddParticipantRequest,
    ) -> Result<ParticipantView, Failure> {
        read(sent(Method::POST, &at(id, "/participants"), request).await?.into()).await
    }

    /// Gives somebody another role.
    pub(crate) async fn change_participant(
        self,
        id: &FolderId,
        (tid, oid): (&TenantId, &ObjectId),
        role: Role,
    ) -> Result<ParticipantView, Failure> {
        let path = at(id, &format!("/participants/{tid}/{oid}"));
        read(sent(Method::PATCH, &path, &ChangeParticipantRequest { role }).await?.into()).await
    }

    /// Takes somebody out.
    pub(crate) async fn remove_participant(self, id: &FolderId, (tid, oid): (&TenantId, &ObjectId)) -> Done {
        emptied(&at(id, &format!("/participants/{tid}/{oid}"))).await
    }

    /// Colleagues whose name or mail address begins so.
    pub(crate) async fn colleagues(
        self,
        text: &str,
        signal: Option<AbortSignal>,
    ) -> Result<Collection<User>, Failure> {
        let text = utf8_percent_encode(text, NON_ALPHANUMERIC);
        json(&format!("{}?q={text}", path(OperationId::UserSearch, &PathIds::default())), signal).await
    }
}

pub(super) fn at(id: &FolderId, rest: &str) -> String {
    format!("{FOLDERS}/{id}{rest}")
}

fn paged(path: String, name: &str, from: Option<impl std::fmt::Display>) -> String {
    match from {
        Some(from) => format!("{path}?{name}={from}"),
        None => path,
    }
}

/// Sends a body.
pub(super) async fn sent(method: Method, path: &str, value: &impl Serialize) -> Result<Response, Failure> {
    let body = body(value)?;
    let request =
        || RequestBuilder::new(path).method(method.clone()).header("content-type", "application/json");
    answered(|| async { finished(ours(request()).body(body.clone())).await }).await
}

/// Takes away what is at a path.
pub(super) async fn emptied(path: &str) -> Done {
    answered(|| async { finished(ours(Request::delete(path)).build()).await }).await.map(drop)
}

async fn finished(request: Result<Request, gloo_net::Error>) -> Result<Response, Failure> {
    let request = request.map_err(|error| unanswered(&error))?;
    let response = request.send().await.map_err(|error| unanswered(&error))?;
    accepted(response).await
}
