//! Folders: what people share, who takes part, and which documents are linked. `route` says which address means what, `folder`,
//! `participants` and `documents` answer, `store` knows the database.

mod audience;
mod documents;
mod folder;
mod links;
mod participants;
pub mod route;
mod states;
mod store;
mod team_link;
#[cfg(test)]
mod tests;

use contract::folder::{Deed, FolderView};
use contract::function::Function;
use contract::ids::FolderId;
use contract::problem::ErrorCode;
use contract::session::PersonView;
use http::{HeaderMap, Method, Request, Response, StatusCode};

use self::route::FolderRoute;
use self::store::Store;
use crate::edge::Visit;
use crate::error::ApiError;
use crate::hex;
use crate::platform::body::Body;
use crate::platform::database::DatabaseFault;
use crate::routes::no_query;
use crate::session::guard::Session;
use crate::who;

/// The functions that work with folders.
const FUNCTIONS: &[Function] = &[Function::Documents, Function::TeamSync, Function::Messages];

/// Longest body of a call: a name or a reference, or [`contract::folder::LINKS_MAX`] items.
const BODY_MAX: usize = 16 * 1024;

/// Answers a call.
///
/// # Errors
/// Whatever keeps the caller from an answer.
pub async fn answer(
    visit: &Visit<'_>,
    request: Request<Body>,
    route: &FolderRoute,
) -> Result<Response<Body>, ApiError> {
    if !visit.instance.enables(FUNCTIONS) {
        return Err(ErrorCode::FunctionDisabled.into());
    }
    if route.is_of_team_link() && !visit.instance.enables(&[Function::TeamSync]) {
        return Err(ErrorCode::FunctionDisabled.into());
    }
    let caller = Caller::of(visit, request.headers()).await?;
    let query = request.uri().query().unwrap_or_default().to_owned();
    let method = request.method().clone();
    match route {
        FolderRoute::All if method == Method::POST => folder::create(&caller, request).await,
        FolderRoute::All => folder::list(&caller, &query).await,
        FolderRoute::One(id) if method == Method::PATCH => folder::change(&caller, id, request).await,
        FolderRoute::One(id) => folder::open(&caller, id, &query).await,
        FolderRoute::Participants(id) if method == Method::POST => {
            participants::add(&caller, id, request).await
        }
        FolderRoute::Participants(id) => participants::list(&caller, id, &query).await,
        FolderRoute::Participant(id, person) if method == Method::PATCH => {
            participants::change(&caller, id, person, request).await
        }
        FolderRoute::Participant(id, person) => participants::remove(&caller, id, person).await,
        FolderRoute::States(id) => states::states(&caller, id, request).await,
        FolderRoute::Audience(id) => audience::audience(&caller, id, request).await,
        FolderRoute::TeamLink(id) if method == Method::PUT => team_link::put(&caller, id, request).await,
        FolderRoute::TeamLink(id) if method == Method::DELETE => team_link::remove(&caller, id).await,
        FolderRoute::TeamLink(id) => team_link::show(&caller, id).await,
        FolderRoute::TeamLinkPreview(id) => team_link::preview(&caller, id, request).await,
        FolderRoute::TeamLinkRuns(id) => team_link::run(&caller, id).await,
        FolderRoute::TeamLinkAgreement(id) => team_link::agree(&caller, id).await,
        FolderRoute::Documents(id) => documents::link(&caller, id, request).await,
        FolderRoute::Document(id, document) => documents::unlink(&caller, id, document).await,
    }
}

/// `GET /api/documents/recent`.
///
/// # Errors
/// Whatever keeps the caller from an answer.
pub async fn recent(visit: &Visit<'_>, request: &Request<Body>) -> Result<Response<Body>, ApiError> {
    if !visit.instance.enables(FUNCTIONS) {
        return Err(ErrorCode::FunctionDisabled.into());
    }
    no_query(request.uri().query().unwrap_or_default())?;
    documents::recent(&Caller::of(visit, request.headers()).await?).await
}

/// Whoever makes a call, with what answers it.
struct Caller<'a> {
    visit: &'a Visit<'a>,
    session: Session,
    person: PersonView,
    store: Store<'a>,
}

impl<'a> Caller<'a> {
    /// Asks the person's vault, so that a session that ended anywhere ends here too.
    async fn of(visit: &'a Visit<'a>, headers: &HeaderMap) -> Result<Self, ApiError> {
        let session = visit.session(headers)?;
        let (person, _) = who::person(visit, &session).await?;
        let store = Store { database: visit.edge.database, user: session.user.clone() };
        Ok(Self { visit, session, person, store })
    }

    /// The folder, if the person takes part in it and may do that there.
    async fn folder(&self, id: &FolderId, deed: Deed) -> Result<FolderView, ApiError> {
        let folder = self.store.folder(id).await?.ok_or(ErrorCode::FolderNotFound)?;
        if !folder.role.may(deed) {
            return Err(ErrorCode::RoleTooLow.into());
        }
        if !folder.allows(deed) {
            return Err(ErrorCode::FolderArchived.into());
        }
        Ok(folder)
    }

    fn now_s(&self) -> i64 {
        self.visit.now_s()
    }

    /// 32 digits that nobody can guess.
    fn random_id(&self) -> String {
        let mut bytes = [0; 16];
        self.visit.edge.random.fill(&mut bytes);
        hex(&bytes)
    }
}

impl From<DatabaseFault> for ApiError {
    fn from(_: DatabaseFault) -> Self {
        ErrorCode::Internal.into()
    }
}

/// Done; there is nothing to say.
fn gone() -> Response<Body> {
    let mut response = Response::new(Body::Empty);
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

/// A text that people gave: what it is without spaces around it, if it has characters, not too many, and none that does something.
fn shaped(text: &str, length_max: usize) -> Result<String, ApiError> {
    let text = text.trim();
    let fits = !text.is_empty() && text.chars().count() <= length_max && !text.chars().any(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err(ErrorCode::InvalidRequest.into()) }
}
