//! People's pictures: drawn by the sandbox for most of the cast, missing for the others.
//!
//! <https://learn.microsoft.com/graph/api/profilephoto-get>

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::answer::{Answer, Failure};
use super::call::Context;
use super::identifier::{self, Numbers};
use super::odata::{self, Options};
use super::{picture, profile};
use crate::people::{Circumstance, Person};

/// The sizes Microsoft 365 keeps, in pixels a side.
const SIZES: &[u32] = &[48, 64, 96, 120, 240, 360, 432, 504, 648];
/// What people uploaded: `/me/photo` without a size gives this, and larger sizes are not there.
const UPLOADED: u32 = 504;

/// A call about the signed-in person's picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Call {
    /// The sizes there are.
    Sizes,
    /// What is known of one size; of the largest without one.
    Metadata(Option<String>),
    /// The picture itself.
    Value(Option<String>),
}

/// Reads the decoded segments of a path below `/v1.0`; none when the path is not about a picture.
pub(crate) fn locate(path: &[&str]) -> Option<Call> {
    match path {
        ["me", "photos"] => Some(Call::Sizes),
        ["me", "photo"] => Some(Call::Metadata(None)),
        ["me", "photo", "$value"] => Some(Call::Value(None)),
        ["me", "photos", size] => Some(Call::Metadata(Some((*size).to_owned()))),
        ["me", "photos", size, "$value"] => Some(Call::Value(Some((*size).to_owned()))),
        _ => None,
    }
}

impl Call {
    /// Answers the call.
    ///
    /// # Errors
    /// 404 `ImageNotFound` for people without a picture and for sizes that there are not.
    pub(crate) fn perform(&self, context: &Context<'_>) -> Result<Answer, Failure> {
        let person = profile::person(context)?;
        if !has_picture(person) {
            return Err(not_found());
        }
        match self {
            Self::Sizes => {
                Options::parse(context.query, odata::ENTITY)?;
                let kept = SIZES.iter().filter(|side| **side <= UPLOADED);
                let value: Vec<Value> = kept.map(|side| metadata(person, *side)).collect();
                Ok(Answer::Json(
                    json!({ "@odata.context": odata_context(context, "photos"), "value": value }),
                ))
            }
            Self::Metadata(size) => {
                Options::parse(context.query, odata::ENTITY)?;
                let mut members = super::files::object(metadata(person, side(size.as_deref())?));
                members.insert("@odata.context".to_owned(), json!(odata_context(context, "photos/$entity")));
                Ok(Answer::Json(Value::Object(members)))
            }
            Self::Value(size) => {
                Options::parse(context.query, odata::NONE)?;
                let pixels = side(size.as_deref())?;
                Ok(Answer::Picture {
                    png: picture::initials(&initials(person), color(person), pixels),
                    e_tag: e_tag(person, pixels),
                })
            }
        }
    }
}

/// Exchange keeps pictures, so people without a mailbox have none; nor do guests and those who never uploaded one.
fn has_picture(person: &Person) -> bool {
    ![Circumstance::NoMailbox, Circumstance::Guest, Circumstance::NoDriveLicense, Circumstance::NotAssigned]
        .into_iter()
        .any(|without| person.has(without))
}

fn side(size: Option<&str>) -> Result<u32, Failure> {
    let Some(size) = size else { return Ok(UPLOADED) };
    let known = SIZES.iter().find(|side| size.eq_ignore_ascii_case(&format!("{side}x{side}")));
    known.copied().filter(|side| *side <= UPLOADED).ok_or_else(not_found)
}

/// Both code and message as services send them:
/// <https://github.com/microsoftgraph/msgraph-sdk-dotnet-core/issues/608>
fn not_found() -> Failure {
    Failure::new(
        StatusCode::NOT_FOUND,
        "ImageNotFound",
        "Exception of type 'Microsoft.Fast.Profile.Core.Exception.ImageNotFoundException' was thrown.",
    )
}

fn metadata(person: &Person, side: u32) -> Value {
    json!({
        "@odata.mediaContentType": "image/png",
        "@odata.mediaEtag": e_tag(person, side),
        "id": format!("{side}x{side}"),
        "height": side,
        "width": side,
    })
}

fn odata_context(context: &Context<'_>, rest: &str) -> String {
    let oid = context.caller.oid.as_deref().unwrap_or_default();
    format!("{}/v1.0/$metadata#users('{oid}')/{rest}", context.world.origins.graph)
}

fn e_tag(person: &Person, side: u32) -> String {
    format!(
        "\"{:08X}\"",
        Numbers::of(identifier::guid(&format!("picture {} {side}", person.oid))).below(u64::from(u32::MAX))
    )
}

fn initials(person: &Person) -> String {
    [person.given_name, person.surname].iter().filter_map(|name| name.chars().next()).collect()
}

/// Dark enough for white letters.
fn color(person: &Person) -> picture::Color {
    let mut numbers = Numbers::of(identifier::guid(&format!("color {}", person.oid)));
    [(); 3].map(|()| 0x20 + u8::try_from(numbers.below(0x90)).unwrap_or_default())
}
