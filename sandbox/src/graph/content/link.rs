//! Addresses at the content host: where files are opened, downloaded and looked at. Hosts differ from the real ones, paths
//! do not.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use uuid::Uuid;

use super::ticket::{self, Purpose};
use crate::graph::files::drive::{Drive, Item, Kind};
use crate::graph::files::file_type::Class;
use crate::graph::files::home::Home;
use crate::graph::files::thumbnail::Size;
use crate::graph::identifier;

/// What SharePoint leaves bare in a path segment.
pub(crate) const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Address builder for the items of one drive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Links<'a> {
    /// Origin of the content host.
    pub(crate) origin: &'a str,
    /// The drive.
    pub(crate) drive: &'a Drive,
    /// The sandbox's time, from which tickets expire.
    pub(crate) now: i64,
}

/// The site of a drive in addresses: `ada_contoso_example` for a OneDrive, `harbour` for a library.
pub(crate) fn site(drive: &Drive) -> String {
    match drive.home {
        Home::Person(owner) => owner.upn.replace(['@', '.'], "_"),
        Home::Library(site, _) => site.path.to_owned(),
    }
}

/// The way to the site of a drive, without the origin.
pub(crate) fn site_path(home: Home) -> String {
    match home {
        Home::Person(owner) => format!("/personal/{}", owner.upn.replace(['@', '.'], "_")),
        Home::Library(site, _) => format!("/sites/{}", site.path),
    }
}

/// The token of a sharing link.
pub(crate) fn token(unique: Uuid) -> String {
    let part = |unique: Uuid| URL_SAFE_NO_PAD.encode(unique.to_bytes_le());
    format!("E{}B{}", part(unique), part(identifier::guid(&format!("link {unique}"))))
}

/// The id of the item that a token stands for; none for a token that [`token`] did not make.
pub(crate) fn item_of_token(text: &str) -> Option<Uuid> {
    let bytes = URL_SAFE_NO_PAD.decode(text.get(1..23)?).ok()?;
    let unique = Uuid::from_bytes_le(bytes.try_into().ok()?);
    (token(unique) == text).then_some(unique)
}

/// What a sharing link says of the item.
fn kind_letter(item: &Item) -> char {
    match item.kind {
        Kind::Folder | Kind::Remote => 'f',
        Kind::Package(_) => 'o',
        Kind::File => match item.file_type().media_type.rsplit('.').next() {
            Some("document") => 'w',
            Some("sheet") => 'x',
            Some("presentation") => 'p',
            _ => match item.file_type().class {
                Class::Document => 'b',
                Class::Image => 'i',
                Class::Video => 'v',
                Class::Text => 't',
                Class::Office | Class::Other => 'u',
            },
        },
    }
}

impl Links<'_> {
    /// The site in the browser.
    pub(crate) fn site_address(&self) -> String {
        format!("{}{}", self.origin, site_path(self.drive.home))
    }

    /// The drive in the browser.
    pub(crate) fn drive_address(&self) -> String {
        let segment = match self.drive.home {
            Home::Person(_) => "Documents",
            Home::Library(_, library) => library.segment,
        };
        format!("{}/{}", self.site_address(), utf8_percent_encode(segment, SEGMENT))
    }

    /// The item itself, below the drive: `webDavUrl`, and the `webUrl` of all but Office files.
    pub(crate) fn plain(&self, item: &Item) -> String {
        let mut address = self.drive_address();
        for name in self.drive.path(item) {
            address.push('/');
            address.extend(utf8_percent_encode(name, SEGMENT));
        }
        address
    }

    /// Where the item opens in the browser.
    /// <https://learn.microsoft.com/sharepoint/dev/embedded/development/content-experiences/office-experience>
    pub(crate) fn web_url(&self, item: &Item) -> String {
        match item.kind {
            Kind::File if item.file_type().class == Class::Office => {
                let file = utf8_percent_encode(&item.name, SEGMENT);
                self.document_page(
                    "Doc.aspx",
                    item,
                    &format!("&file={file}&action=default&mobileredirect=true"),
                )
            }
            Kind::Package(_) => self.document_page("Doc.aspx", item, "&action=edit&mobileredirect=true"),
            Kind::File | Kind::Folder | Kind::Remote => self.plain(item),
        }
    }

    fn document_page(&self, page: &str, item: &Item, rest: &str) -> String {
        format!("{}/_layouts/15/{page}?sourcedoc=%7B{}%7D{rest}", self.site_address(), item.guid())
    }

    /// The link by which the item is shared: `:w:` for Word and so on, the site, and a token.
    pub(crate) fn sharing(&self, item: &Item) -> String {
        let (kind, token) = (kind_letter(item), token(item.unique));
        match self.drive.home {
            Home::Person(_) => format!("{}/:{kind}:/g/personal/{}/{token}", self.origin, site(self.drive)),
            Home::Library(site, _) => format!("{}/:{kind}:/s/{}/{token}", self.origin, site.path),
        }
    }

    /// A pre-authenticated download.
    pub(crate) fn download(&self, item: &Item) -> String {
        let ticket = ticket::issue(Purpose::Download, item.unique, self.now);
        format!(
            "{}/_layouts/15/download.aspx?UniqueId={}&Translate=false&tempauth={ticket}&ApiVersion=2.0",
            self.site_address(),
            item.unique
        )
    }

    /// A pre-authenticated picture.
    pub(crate) fn thumbnail(&self, item: &Item, size: Size) -> String {
        let ticket = ticket::issue(Purpose::Thumbnail, item.unique, self.now);
        let (width, height) = size.pixels(item);
        format!(
            "{}/transform/thumbnail?provider=spo&site={}&docid={}&width={width}&height={height}&tempauth={ticket}",
            self.origin,
            site(self.drive),
            item.unique
        )
    }
}
