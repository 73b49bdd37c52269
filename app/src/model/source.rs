//! Which list of files is shown, in which order, and the address at the worker that gives its first page.

use contract::ids::ItemId;
use contract::operations::{OperationId, PathIds, operation};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Items asked for at a time. Two screens' worth: the first answer stays quick, and scrolling is ahead of the eye.
const PAGE_SIZE: u16 = 100;

/// Where a list of files comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The top of the person's OneDrive.
    Root,
    /// One folder.
    Folder(ItemId),
    /// A search in the whole OneDrive.
    Search(String),
}

/// The order of a list. Graph sorts OneDrive for Business by name only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// A to Z.
    #[default]
    NameAscending,
    /// Z to A.
    NameDescending,
}

impl Order {
    /// The other way round.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::NameAscending => Self::NameDescending,
            Self::NameDescending => Self::NameAscending,
        }
    }

    /// The value of `aria-sort`.
    #[must_use]
    pub fn aria(self) -> &'static str {
        match self {
            Self::NameAscending => "ascending",
            Self::NameDescending => "descending",
        }
    }

    pub(crate) fn query(self) -> &'static str {
        match self {
            Self::NameAscending => "name",
            Self::NameDescending => "name%20desc",
        }
    }
}

impl Source {
    /// Whether Microsoft sorts this list at our wish. Search results come by relevance.
    #[must_use]
    pub fn is_sortable(&self) -> bool {
        !matches!(self, Self::Search(_))
    }

    /// Path and query of the first page.
    #[must_use]
    pub fn first_page(&self, order: Order) -> String {
        let (id, ids) = match self {
            Self::Root => (OperationId::MyRootChildren, PathIds::default()),
            Self::Folder(folder) => (OperationId::MyItemChildren, PathIds::item(None, folder.clone())),
            Self::Search(_) => (OperationId::MyDriveSearch, PathIds::default()),
        };
        let path = operation(id).map(|row| row.gate_path(&ids)).unwrap_or_default();
        match self {
            Self::Root | Self::Folder(_) => format!("{path}?$top={PAGE_SIZE}&$orderby={}", order.query()),
            Self::Search(text) => {
                let text = utf8_percent_encode(text, NON_ALPHANUMERIC);
                format!("{path}?q={text}&$top={PAGE_SIZE}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_page_is_one_call_that_the_table_allows() {
        let folder = Source::Folder("01ABC".parse().unwrap());
        let cases = [
            (Source::Root, Order::NameAscending, "/graph/v1.0/me/drive/root/children?$top=100&$orderby=name"),
            (
                folder,
                Order::NameDescending,
                "/graph/v1.0/me/drive/items/01ABC/children?$top=100&$orderby=name%20desc",
            ),
            (
                Source::Search("a&b=ü'/".to_owned()),
                Order::NameDescending,
                "/graph/v1.0/me/drive/root/search?q=a%26b%3D%C3%BC%27%2F&$top=100",
            ),
        ];
        for (source, order, expected) in cases {
            assert_eq!(source.first_page(order), expected);
        }
    }

    #[test]
    fn sorting_twice_gives_the_first_order_again() {
        for order in [Order::NameAscending, Order::NameDescending] {
            assert_eq!(order.reversed().reversed(), order);
            assert_ne!(order.reversed().aria(), order.aria());
        }
    }
}
