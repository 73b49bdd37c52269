//! Where a document opens beside the browser: in its Office program, and inside Teams. The addresses are made from what Graph said to
//! the viewer; nothing of them opens anything that the viewer could not open anyway.

use contract::ids::TenantId;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

/// Programs, and the extensions of the files that they open.
/// <https://learn.microsoft.com/office/client-developer/office-uri-schemes>
const PROGRAMS: &[(&str, &[&str])] = &[
    ("ms-word", &["docx", "doc", "docm", "dotx", "dot", "rtf", "odt"]),
    ("ms-excel", &["xlsx", "xls", "xlsm", "xlsb", "xltx", "ods"]),
    ("ms-powerpoint", &["pptx", "ppt", "pptm", "ppsx", "potx", "odp"]),
    ("ms-visio", &["vsdx", "vsd", "vsdm"]),
    ("ms-project", &["mpp"]),
];

/// What Graph says of an item beside its description: where it lies itself, and SharePoint's own names for it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Lying {
    web_dav_url: Option<String>,
    sharepoint_ids: Option<SharepointIds>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SharepointIds {
    list_item_unique_id: Option<String>,
    site_url: Option<String>,
}

impl Lying {
    /// The address that starts the file's program with it, to be edited.
    pub(super) fn desktop(&self, name: &str) -> Option<String> {
        let extension = extension(name)?;
        let known = |(_, extensions): &&(&str, &[&str])| extensions.contains(&extension.as_str());
        let (program, _) = PROGRAMS.iter().find(known)?;
        // A bar would end the address for the program that reads it.
        let address = self.web_dav_url.as_ref().filter(|url| is_web(url) && !url.contains('|'))?;
        Some(format!("{program}:ofe|u|{address}"))
    }

    /// The deep link that shows the file inside Teams.
    /// <https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams#deep-link-to-open-a-file-in-a-channel>
    pub(super) fn teams(&self, name: &str, tenant: &TenantId) -> Option<String> {
        let extension = extension(name)?;
        let ids = self.sharepoint_ids.as_ref()?;
        let id = ids.list_item_unique_id.as_ref().filter(|id| is_guid(id))?;
        let site = ids.site_url.as_ref().filter(|url| is_web(url))?;
        let object = self.web_dav_url.as_ref().filter(|url| is_web(url))?;
        Some(format!(
            "https://teams.microsoft.com/l/file/{id}?tenantId={tenant}&fileType={extension}&objectUrl={}&baseUrl={}&serviceName=teams",
            utf8_percent_encode(object, NON_ALPHANUMERIC),
            utf8_percent_encode(site, NON_ALPHANUMERIC),
        ))
    }
}

fn extension(name: &str) -> Option<String> {
    let (_, extension) = name.rsplit_once('.')?;
    contract::search::is_extension(extension).then(|| extension.to_ascii_lowercase())
}

fn is_web(url: &str) -> bool {
    let plain = !url.chars().any(|c| c.is_control() || c.is_whitespace() || c == '"');
    plain && (url.starts_with("https://") || url.starts_with("http://localhost:"))
}

fn is_guid(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const GUID: &str = "00000000-0000-4000-a000-000000000001";

    fn lying(address: &str) -> Lying {
        let ids =
            json!({ "listItemUniqueId": GUID, "siteUrl": "https://contoso.sharepoint.com/sites/harbour" });
        serde_json::from_value(json!({ "webDavUrl": address, "sharepointIds": ids })).unwrap()
    }

    #[test]
    fn office_files_open_in_their_programs() {
        let at = "https://contoso.sharepoint.com/sites/harbour/Shared%20Documents/Plan.docx";
        let cases = [
            ("Plan.docx", Some(format!("ms-word:ofe|u|{at}"))),
            ("Budget.XLSX", Some(format!("ms-excel:ofe|u|{at}"))),
            ("Deck.pptx", Some(format!("ms-powerpoint:ofe|u|{at}"))),
            ("Photo.jpg", None),
            ("Folder", None),
            (".docx ", None),
        ];
        for (name, expected) in cases {
            assert_eq!(lying(at).desktop(name), expected, "{name}");
        }
    }

    #[test]
    fn no_other_scheme_and_no_second_part_comes_out() {
        for hostile in
            ["javascript:alert(1)", "https://a.example/x|y|z", "https://a.example/\" x", "file:///etc/passwd"]
        {
            assert_eq!(lying(hostile).desktop("Plan.docx"), None, "{hostile}");
        }
        assert_eq!(lying("javascript:alert(1)").teams("Plan.docx", &GUID.parse().unwrap()), None);
    }

    #[test]
    fn teams_is_told_which_file_it_is_and_where_it_lies() {
        let at = "https://contoso.sharepoint.com/sites/harbour/Shared%20Documents/Plan.docx";
        let link = lying(at).teams("Plan.docx", &GUID.parse().unwrap()).unwrap();
        assert!(link.starts_with(&format!(
            "https://teams.microsoft.com/l/file/{GUID}?tenantId={GUID}&fileType=docx&"
        )));
        assert!(link.contains("objectUrl=https%3A%2F%2Fcontoso%2Esharepoint%2Ecom"), "{link}");
    }
}
