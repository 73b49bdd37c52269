//! The applications of Microsoft's through which a surface gets access tokens for our API.
//! <https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-register-aad>,
//! <https://learn.microsoft.com/office/dev/add-ins/develop/register-sso-add-in-aad-v2>

use contract::function::Surface;
use contract::ids::ClientId;

/// Teams on desktops and phones, Teams in browsers, and the Microsoft 365 app, which shows Teams' personal tabs.
const TEAMS: [&str; 5] = [
    "1fec8e78-bce4-4aaf-ab1b-5451cc387264",
    "5e3ce6c0-2b1f-4285-8d4b-75ee78787346",
    "4765445b-32c6-49b0-83e6-1d93765276ca",
    "0ec893e0-5785-4de6-99da-4ed124e5296c",
    "d3590ed6-52b3-4102-aeff-aad2292ab01c",
];

/// Outlook on desktops, in browsers and on phones, and Office on the web.
const OUTLOOK: [&str; 4] = [
    "d3590ed6-52b3-4102-aeff-aad2292ab01c",
    "bc59ab01-8403-45c6-8796-ac3ef710b3e3",
    "27922004-5251-4030-b22d-91ecd9a37ea4",
    "93d53678-613d-4013-afc1-62e9e444a0a5",
];

/// Whether a token that was issued to `client` may sign somebody in on this surface (S1-2B). With Nested App Auth the client
/// is our own application, with the older ways it is the host's.
#[must_use]
pub fn may_sign_in(surface: Surface, client: &str, own: &ClientId) -> bool {
    let hosts: &[&str] = match surface {
        Surface::Web => return false,
        Surface::Teams => &TEAMS,
        Surface::Outlook => &OUTLOOK,
    };
    client == own.as_str() || hosts.contains(&client)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s1_2b_each_surface_has_its_own_clients() {
        let own: ClientId = "3a7c5e10-0000-4000-8000-0000000000a1".parse().unwrap();
        let cases = [
            (Surface::Teams, TEAMS[1], true),
            (Surface::Teams, OUTLOOK[1], false),
            (Surface::Outlook, OUTLOOK[1], true),
            (Surface::Outlook, TEAMS[1], false),
            (Surface::Teams, own.as_str(), true),
            (Surface::Web, own.as_str(), false),
            (Surface::Teams, "", false),
            (Surface::Teams, "00000003-0000-0000-c000-000000000000", false),
        ];
        for (surface, client, expected) in cases {
            assert_eq!(may_sign_in(surface, client, &own), expected, "{surface:?} {client}");
        }
    }
}
