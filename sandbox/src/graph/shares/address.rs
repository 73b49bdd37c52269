//! What an address of OneDrive or SharePoint leads to: the address bar's, `webUrl`, or a sharing link.

use std::sync::Arc;

use percent_encoding::percent_decode_str;
use uuid::Uuid;

use crate::graph::content::link;
use crate::graph::files::drive::{Drive, Item};
use crate::graph::files::home::Home;

/// An address, read but not looked up.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// `Doc.aspx?sourcedoc={GUID}` of a site.
    Document {
        /// `/personal/ada_contoso_example` or `/sites/harbour`.
        site: String,
        /// SharePoint's id of the item.
        unique: Uuid,
    },
    /// A library and names below it.
    Path {
        /// As above.
        site: String,
        /// The library first.
        names: Vec<String>,
    },
    /// A sharing link.
    Link {
        /// As above.
        site: String,
        /// SharePoint's id of the item.
        unique: Uuid,
    },
}

impl Address {
    /// Reads an address of that origin; none when it is not one of files.
    pub(super) fn parse(origin: &str, address: &str) -> Option<Self> {
        let rest = address.strip_prefix(origin)?.strip_prefix('/')?;
        let rest = rest.split('#').next().unwrap_or_default();
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let decode = |segment: &str| percent_decode_str(segment).decode_utf8().ok().map(String::from);
        let names: Vec<String> = path.trim_end_matches('/').split('/').map(decode).collect::<Option<_>>()?;
        match names.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            [kind, "g" | "s", place @ .., token] if kind.starts_with(':') => Self::link(place, token),
            [kind, "r", rest @ ..] if kind.starts_with(':') => Self::direct(rest, query),
            rest => Self::direct(rest, query),
        }
    }

    fn link(place: &[&str], token: &str) -> Option<Self> {
        let site = match place {
            ["personal", site] => format!("/personal/{site}"),
            [site] => format!("/sites/{site}"),
            _ => return None,
        };
        Some(Self::Link { site, unique: link::item_of_token(token)? })
    }

    fn direct(names: &[&str], query: &str) -> Option<Self> {
        let [kind @ ("personal" | "sites"), site, rest @ ..] = names else { return None };
        let site = format!("/{kind}/{site}");
        if let ["_layouts", "15", page] = rest {
            let is_page = page.eq_ignore_ascii_case("Doc.aspx");
            let mut options = form_urlencoded::parse(query.as_bytes());
            let (_, document) =
                options.find(|(name, _)| is_page && name.eq_ignore_ascii_case("sourcedoc"))?;
            let unique = document.trim_matches(['{', '}']).parse().ok()?;
            return Some(Self::Document { site, unique });
        }
        if rest.is_empty() {
            return None;
        }
        Some(Self::Path { site, names: rest.iter().map(|name| (*name).to_owned()).collect() })
    }

    /// The item that the address leads to.
    pub(super) fn find<'a>(&self, drives: &'a [Arc<Drive>]) -> Option<(&'a Drive, &'a Item)> {
        let of_site = |site: &str| {
            let site = site.to_owned();
            let drives = drives.iter().map(Arc::as_ref);
            drives.filter(move |drive: &&Drive| link::site_path(drive.home).eq_ignore_ascii_case(&site))
        };
        match self {
            Self::Document { site, unique } | Self::Link { site, unique } => {
                of_site(site).find_map(|drive| Some((drive, drive.item_by_guid(*unique)?)))
            }
            Self::Path { site, names } => {
                let (library, below) = names.split_first()?;
                let drive = of_site(site).find(|drive| segment(drive).eq_ignore_ascii_case(library))?;
                Some((drive, drive.at(below.iter().map(String::as_str))?))
            }
        }
    }
}

fn segment(drive: &Drive) -> &'static str {
    match drive.home {
        Home::Person(_) => "Documents",
        Home::Library(_, library) => library.segment,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "https://contoso.example";

    fn parse(rest: &str) -> Option<Address> {
        Address::parse(HOST, &format!("{HOST}{rest}"))
    }

    #[test]
    fn every_form_of_an_address_is_read() {
        let unique = Uuid::from_u128(7);
        let document = Some(Address::Document { site: "/sites/harbour".to_owned(), unique });
        let names = ["Shared Documents", "a#b.txt"].map(str::to_owned).to_vec();
        let path = Some(Address::Path { site: "/sites/harbour".to_owned(), names });
        let token = link::token(unique);
        for (rest, expected) in [
            (format!("/sites/harbour/_layouts/15/Doc.aspx?sourcedoc=%7B{unique}%7D&file=x"), &document),
            (format!("/:w:/r/sites/harbour/_layouts/15/doc.aspx?sourcedoc=%7B{unique}%7D"), &document),
            ("/sites/harbour/Shared%20Documents/a%23b.txt".to_owned(), &path),
            ("/:t:/r/sites/harbour/Shared%20Documents/a%23b.txt?csf=1&web=1#top".to_owned(), &path),
            (
                format!("/:w:/s/harbour/{token}?e=AbC123"),
                &Some(Address::Link { site: "/sites/harbour".to_owned(), unique }),
            ),
            (
                format!("/:w:/g/personal/ada_contoso_example/{token}"),
                &Some(Address::Link { site: "/personal/ada_contoso_example".to_owned(), unique }),
            ),
            ("/:w:/s/harbour/Enonsense".to_owned(), &None),
            ("/sites/harbour".to_owned(), &None),
            ("/".to_owned(), &None),
        ] {
            assert_eq!(&parse(&rest), expected, "{rest}");
        }
        assert_eq!(Address::parse(HOST, "https://elsewhere.example/sites/harbour/Documents"), None);
    }
}
