//! What outlives a page and ends with the visit. Nothing of it is stored.

use std::collections::HashMap;

use contract::ids::FolderId;
use leptos::prelude::*;

use crate::components::picture::PictureAddress;
use crate::folders::states::States;
use crate::model::breadcrumb::Folders;
use crate::model::theme::Theme;

/// The visit.
#[derive(Clone, Copy)]
pub(crate) struct Visit {
    /// The folders that were seen.
    pub(crate) folders: StoredValue<Folders>,
    /// What is known of the documents of the folders that were looked at.
    pub(crate) documents: StoredValue<HashMap<FolderId, States>>,
    /// What is read out while the person stays on a page.
    pub(crate) status: RwSignal<String>,
    /// How the app looks.
    pub(crate) theme: RwSignal<Theme>,
    /// Whether a list has been shown: ornaments such as the person's picture wait for it.
    pub(crate) list_shown: RwSignal<bool>,
    /// The person's picture.
    pub(crate) photo: RwSignal<Option<PictureAddress>>,
}

impl Visit {
    pub(crate) fn new() -> Self {
        Self {
            folders: StoredValue::new(Folders::default()),
            documents: StoredValue::new(HashMap::new()),
            status: RwSignal::new(String::new()),
            theme: RwSignal::new(Theme::default()),
            list_shown: RwSignal::new(false),
            photo: RwSignal::new(None),
        }
    }
}
