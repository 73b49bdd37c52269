//! Members of a team as Graph lists them, read tolerantly: what is missing in one of them never keeps the others out.
//! <https://learn.microsoft.com/graph/api/team-list-members>

use contract::ids::{MembershipId, ObjectId, TenantId};
use serde::{Deserialize, Serialize};

/// A person, whoever vouches for them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identity {
    /// The tenant that vouches for the person.
    pub tid: TenantId,
    /// The person within it.
    pub oid: ObjectId,
}

/// What somebody is in the team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Standing {
    /// A guest of the organization.
    Guest,
    /// A member.
    Member,
    /// Runs the team. Graph says the same of members from other organizations, who run nothing.
    Owner,
}

/// A membership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Graph's name of the membership, opaque.
    pub membership: MembershipId,
    /// Who; `None` where Graph names no account.
    pub who: Option<Identity>,
    /// As what.
    pub standing: Standing,
    /// For display.
    pub name: String,
    /// The mail address, for display; empty for those without.
    pub username: String,
}

/// A page of members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What is on it.
    pub members: Vec<Member>,
    /// Where the next one is; the last page has none.
    pub next: Option<String>,
}

/// Longest text that is kept of a member, in characters.
const TEXT_MAX: usize = 256;

#[derive(Deserialize)]
struct Wire {
    value: Vec<WireMember>,
    #[serde(rename = "@odata.nextLink", default)]
    next: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireMember {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    roles: Option<Vec<String>>,
    #[serde(default)]
    display_name: Option<String>,
    #[serde(default)]
    user_id: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    tenant_id: Option<String>,
}

impl Page {
    /// Reads a page. `home` is the team's own tenant: that of members who name none. `None` when it is no page of members.
    #[must_use]
    pub fn read(json: &[u8], home: &TenantId) -> Option<Self> {
        let Wire { value, next } = serde_json::from_slice(json).ok()?;
        let members = value.into_iter().filter_map(|member| member.read(home)).collect();
        Some(Self { members, next })
    }
}

impl Member {
    /// Reads one membership. `None` when it is none.
    #[must_use]
    pub fn read(json: &[u8], home: &TenantId) -> Option<Self> {
        serde_json::from_slice::<WireMember>(json).ok()?.read(home)
    }
}

impl WireMember {
    fn read(self, home: &TenantId) -> Option<Member> {
        let membership = self.id?.parse().ok()?;
        let tid = self.tenant_id.map_or_else(|| Some(home.clone()), |tid| tid.parse().ok());
        let oid = self.user_id.and_then(|oid| oid.parse().ok());
        let text = |text: Option<String>| -> String {
            text.unwrap_or_default().trim().chars().filter(|c| !c.is_control()).take(TEXT_MAX).collect()
        };
        Some(Member {
            membership,
            who: tid.zip(oid).map(|(tid, oid)| Identity { tid, oid }),
            standing: standing(&self.roles.unwrap_or_default()),
            name: text(self.display_name),
            username: text(self.email),
        })
    }
}

/// Lists of shared channels write roles with capitals: <https://learn.microsoft.com/graph/api/channel-list-allmembers>
fn standing(roles: &[String]) -> Standing {
    let has = |role: &str| roles.iter().any(|one| one.eq_ignore_ascii_case(role));
    match (has("guest"), has("owner")) {
        // Whoever is a guest runs nothing, whatever else is said.
        (true, _) => Standing::Guest,
        (false, true) => Standing::Owner,
        (false, false) => Standing::Member,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const HOME: &str = "11111111-1111-4111-8111-111111111111";
    const OTHER: &str = "22222222-2222-4222-8222-222222222222";
    const ADA: &str = "00000000-0000-4000-a000-000000000001";

    fn read(value: &serde_json::Value) -> Page {
        Page::read(value.to_string().as_bytes(), &HOME.parse().unwrap()).unwrap()
    }

    fn one(value: &serde_json::Value) -> Member {
        read(&json!({ "value": [value] })).members.remove(0)
    }

    #[test]
    fn a_page_is_read_as_graph_writes_it() {
        let page = read(&json!({
            "@odata.nextLink": "https://graph.microsoft.com/v1.0/teams/t/members?$skiptoken=x",
            "value": [{ "id": "m1", "roles": ["owner"], "displayName": "Ada Lovelace", "userId": ADA,
                        "email": "ada@contoso.com", "tenantId": HOME }],
        }));
        assert!(page.next.is_some());
        let ada = &page.members[0];
        assert_eq!((ada.name.as_str(), ada.username.as_str()), ("Ada Lovelace", "ada@contoso.com"));
        assert_eq!((ada.standing, ada.who.as_ref().unwrap().tid.as_str()), (Standing::Owner, HOME));
    }

    #[test]
    fn roles_are_read_in_any_case_and_guests_own_nothing() {
        let of =
            |roles: serde_json::Value| one(&json!({ "id": "m", "roles": roles, "userId": ADA })).standing;
        assert_eq!(of(json!(["Owner"])), Standing::Owner);
        assert_eq!(of(json!(["Guest", "owner"])), Standing::Guest);
        assert_eq!(
            (of(json!([])), of(json!(null)), of(json!(["Member"]))),
            (Standing::Member, Standing::Member, Standing::Member)
        );
    }

    #[test]
    fn what_is_missing_in_one_member_keeps_nobody_else_out() {
        let page = read(&json!({ "value": [
            { "roles": [], "userId": ADA },
            { "id": "m1", "userId": "nobody", "tenantId": HOME },
            { "id": "m2", "userId": ADA, "tenantId": "nowhere" },
            { "id": "m3", "userId": ADA, "tenantId": OTHER, "email": null, "displayName": null },
        ] }));
        let who: Vec<_> = page.members.iter().map(|member| member.who.is_some()).collect();
        assert_eq!(who, [false, false, true]);
        assert_eq!(page.members[2].username, "");
    }

    #[test]
    fn texts_are_cut_and_hold_nothing_that_does_something() {
        let long =
            one(&json!({ "id": "m", "userId": ADA, "displayName": format!("\u{7}{}", "x".repeat(900)) }));
        assert_eq!(long.name.chars().count(), TEXT_MAX);
        assert!(long.name.starts_with('x'));
    }

    #[test]
    fn anything_else_is_no_page() {
        for text in ["", "{}", "[]", r#"{"value":null}"#, r#"{"value":{}}"#] {
            assert_eq!(Page::read(text.as_bytes(), &HOME.parse().unwrap()), None, "{text}");
        }
    }
}
