//! A team link as its object keeps it, and what is said to that object.

use std::collections::BTreeSet;

use async_trait::async_trait;
use contract::ids::{FolderId, InstanceId, TeamId, TeamLinkId, UserKey};
use contract::team_link::{Skip, TeamLinkOptions};
use serde::{Deserialize, Serialize};

use super::engine::{Engine, Record};
use super::member::Identity;
use crate::vault::store::{Store, StoreFault};

/// The cell that holds the link.
const LINK: &str = "link";

/// A link between a folder and a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its name.
    pub id: TeamLinkId,
    /// Who made it. The team belongs to that person's tenant.
    pub by: UserKey,
    /// The folder.
    pub folder: FolderId,
    /// The team.
    pub team: TeamId,
    /// What follows from being in the team.
    pub options: TeamLinkOptions,
}

/// What is said to a link's object.
#[derive(Debug, Serialize, Deserialize)]
pub enum Ask {
    /// This is the link: begin.
    Start(Link),
    /// Read the team now.
    Run,
    /// An owner agrees to the removals that it waits with.
    Agree,
    /// How is it?
    Status,
    /// The folder follows the team no longer.
    End,
}

/// How a link is.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Where it is.
    pub record: Record,
    /// Whose removal waits for an owner.
    pub doomed: Vec<Identity>,
    /// Why it leaves members out: each reason that there is.
    pub reasons: Vec<Skip>,
}

/// The link's object could not be reached, or its storage failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the team link could not be reached")]
pub struct LinkUnreachable;

/// All team links of a deployment.
#[async_trait(?Send)]
pub trait TeamLinks {
    /// Says something to a link's object, and hears how it is.
    ///
    /// # Errors
    /// When no answer came.
    async fn ask(
        &self,
        instance: &InstanceId,
        link: &TeamLinkId,
        ask: Ask,
    ) -> Result<Status, LinkUnreachable>;
}

/// The name of a link's object. Neither part can hold a slash.
#[must_use]
pub fn name_of(instance: &InstanceId, link: &TeamLinkId) -> String {
    format!("{instance}/{link}")
}

/// What an object answers, and whether it has something to do now.
///
/// # Errors
/// When storage failed.
pub fn heard(store: &dyn Store, ask: Ask) -> Result<(Status, bool), StoreFault> {
    let wakes = match ask {
        Ask::Status => false,
        Ask::Start(link) => {
            store.put(LINK, &serde_json::to_vec(&link).map_err(|_| StoreFault)?)?;
            Engine::ask(store)?;
            true
        }
        Ask::Run => {
            Engine::ask(store)?;
            true
        }
        Ask::Agree => {
            Engine::agree(store)?;
            true
        }
        Ask::End => {
            store.clear()?;
            false
        }
    };
    let reasons: BTreeSet<Skip> = Engine::skipped(store)?.into_iter().map(|(_, skip)| skip).collect();
    let reasons = reasons.into_iter().collect();
    Ok((Status { record: Engine::record(store)?, doomed: Engine::doomed(store)?, reasons }, wakes))
}

/// The link that this storage belongs to; `None` before it began and after it ended.
///
/// # Errors
/// When storage failed.
pub fn kept(store: &dyn Store) -> Result<Option<Link>, StoreFault> {
    store.get(LINK)?.map(|json| serde_json::from_slice(&json).map_err(|_| StoreFault)).transpose()
}

#[cfg(test)]
mod tests {
    use contract::folder::Role;

    use super::*;
    use crate::vault::store::MemoryStore;

    fn link() -> Link {
        let guid = "11111111-1111-4111-8111-111111111111";
        let id = "0123456789abcdef0123456789abcdef";
        Link {
            id: id.parse().unwrap(),
            by: UserKey {
                instance: "contoso".parse().unwrap(),
                tid: guid.parse().unwrap(),
                oid: guid.parse().unwrap(),
            },
            folder: id.parse().unwrap(),
            team: guid.parse().unwrap(),
            options: TeamLinkOptions { owners: Role::Owner, guests: true },
        }
    }

    #[test]
    fn a_link_is_kept_until_it_ends_and_nothing_of_it_afterwards() {
        let store = MemoryStore::default();
        assert_eq!(kept(&store), Ok(None));
        assert!(heard(&store, Ask::Start(link())).unwrap().1);
        assert_eq!(kept(&store), Ok(Some(link())));
        assert!(!heard(&store, Ask::Status).unwrap().1, "asking how it is wakes nobody");
        assert!(heard(&store, Ask::Run).unwrap().1 && heard(&store, Ask::Agree).unwrap().1);
        assert_eq!(heard(&store, Ask::End).unwrap(), (Status::default(), false));
        assert!(store.dump().is_empty());
    }
}
