//! Serde for enums that know their names already.

/// Reads and writes an enum by its `name` and `from_name`. Derived readers compare every name twice, once for texts and once for
/// bytes; for an enum of forty names that is a kilobyte of what the browser loads first.
macro_rules! serde_by_name {
    ($($type:ty),+) => {$(
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let name = <String as serde::Deserialize>::deserialize(deserializer)?;
                Self::from_name(&name).ok_or_else(|| serde::de::Error::custom("an unknown name"))
            }
        }
    )+};
}

pub(crate) use serde_by_name;
