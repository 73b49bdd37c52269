//! Object ids of the cast, for what refers to people by them.

/// Ada Lindqvist.
pub const ADA: &str = "00000000-0000-4000-a000-000000000001";
/// Bilal Haddad.
pub const BILAL: &str = "00000000-0000-4000-a000-000000000002";
/// Mika Tanaka.
pub const MIKA: &str = "00000000-0000-4000-a000-000000000003";
/// Nora Obi.
pub const NORA: &str = "00000000-0000-4000-a000-000000000004";
/// Otto Kern.
pub const OTTO: &str = "00000000-0000-4000-a000-000000000005";
/// Mia Wolf.
pub const MIA: &str = "00000000-0000-4000-a000-000000000006";
/// Alex Roy.
pub const ALEX: &str = "00000000-0000-4000-a000-000000000007";
/// Grace Hill, as Contoso's guest.
pub const GRACE: &str = "00000000-0000-4000-a000-000000000008";
/// Eve Marsh, of Fabrikam.
pub const EVE: &str = "00000000-0000-4000-a000-000000000009";
/// Finn Berg.
pub const FINN: &str = "00000000-0000-4000-a000-000000000010";
/// Grace Hill, at home in Fabrikam.
pub const GRACE_AT_HOME: &str = "00000000-0000-4000-a000-0000000000f8";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::Directory;

    #[test]
    fn the_ids_are_those_of_the_people() {
        for (oid, given_name) in [
            (ADA, "Ada"),
            (BILAL, "Bilal"),
            (MIKA, "Mika"),
            (NORA, "Nora"),
            (OTTO, "Otto"),
            (MIA, "Mia"),
            (ALEX, "Alex"),
            (GRACE, "Grace"),
            (EVE, "Eve"),
            (FINN, "Finn"),
            (GRACE_AT_HOME, "Grace"),
        ] {
            assert_eq!(Directory::default().person(oid).unwrap().given_name, given_name);
        }
    }
}
