//! A configuration is accepted whole or refused by name.

use std::collections::HashMap;

use super::*;

/// Variables from a map.
pub(crate) struct Map(pub(crate) HashMap<&'static str, String>);

impl Variables for Map {
    fn variable(&self, name: &str) -> Option<String> {
        self.0.get(name).cloned()
    }

    fn secret(&self, name: &str) -> Option<String> {
        self.0.get(name).cloned()
    }
}

/// The tenant of [`sample`].
pub(crate) const TENANT: &str = "c0a70500-0000-4000-8000-00000000c001";
/// The application of [`sample`].
pub(crate) const CLIENT: &str = "3a7c5e10-0000-4000-8000-0000000000a1";

/// A complete set of variables of a made-up customer.
pub(crate) fn sample() -> Map {
    let key = "A".repeat(43) + "=";
    Map(HashMap::from([
        ("INSTANCE_ID", "contoso".to_owned()),
        ("INSTANCE_NAME", "Contoso".to_owned()),
        ("INSTANCE_ORIGINS", "https://app.contoso.example".to_owned()),
        ("TENANTS", TENANT.to_owned()),
        ("CLIENT_ID", CLIENT.to_owned()),
        ("CLIENT_SECRET", "the-client-secret".to_owned()),
        ("FUNCTIONS", "sso-web,documents".to_owned()),
        ("MASTER_KEYS", format!("k1:{key}")),
    ]))
}

/// The parsed form of [`sample`].
pub(crate) fn config() -> Config {
    Config::read(&sample()).unwrap()
}

#[test]
fn a_complete_configuration_is_read() {
    let config = config();
    assert_eq!(config.instance.id.as_str(), "contoso");
    assert_eq!(config.instance.home(), "https://app.contoso.example");
    assert_eq!(config.instance.cloud.login.as_str(), "https://login.microsoftonline.com");
    assert_eq!(config.instance.authority_tenant(), TENANT);
}

#[test]
fn every_missing_value_is_named() {
    let names: Vec<&str> = sample().0.keys().copied().collect();
    for name in names {
        for absent in [None, Some(" ".to_owned())] {
            let mut variables = sample();
            match absent {
                None => _ = variables.0.remove(name),
                Some(blank) => _ = variables.0.insert(name, blank),
            }
            let fault = Config::read(&variables).unwrap_err();
            assert_eq!(fault, ConfigFault::Missing(name));
        }
    }
}

#[test]
fn every_wrong_value_is_named_and_not_shown() {
    let wrong = [
        ("ENVIRONMENT", "staging"),
        ("INSTANCE_ID", "Con toso"),
        ("INSTANCE_ORIGINS", "https://app.contoso.example/path"),
        ("INSTANCE_ORIGINS", "http://localhost:8787"),
        ("TENANTS", "contoso.example"),
        ("CLIENT_ID", "mooring"),
        ("FUNCTIONS", "sso-web,mind-reading"),
        ("LOGIN_ORIGIN", "http://login.example"),
        ("GRAPH_ORIGIN", "https://graph.example/v1.0"),
        ("CONTENT_HOSTS", ".internal"),
        ("MASTER_KEYS", "k1:tooshort"),
        ("EMBED_ORIGINS", "https://harbour.example/app"),
        ("EMBED_ORIGINS", "https://*.harbour.example"),
        ("EMBED_ORIGINS", "http://harbour.example"),
        ("EMBED_ORIGINS", "http://localhost:8706"),
        ("EMBED_ORIGINS", "null"),
    ];
    for (name, value) in wrong {
        let mut variables = sample();
        variables.0.insert(name, value.to_owned());
        let fault = Config::read(&variables).unwrap_err();
        assert!(
            matches!(fault, ConfigFault::Invalid { name: named, .. } if named == name),
            "{name}: {fault:?}"
        );
        assert!(!fault.to_string().contains(value), "{fault}");
    }
}

#[test]
fn other_web_apps_are_registered_by_their_origins_and_those_of_this_machine_in_development_only() {
    let registered = |changes: &[(&'static str, &str)]| {
        let mut variables = sample();
        variables.0.extend(changes.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let origins = Config::read(&variables).unwrap().instance.embed_origins;
        origins.iter().map(|origin| origin.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(registered(&[]), [""; 0]);
    let two = [("EMBED_ORIGINS", "https://a.example, https://b.example:8443")];
    assert_eq!(registered(&two), ["https://a.example", "https://b.example:8443"]);
    let local = [("ENVIRONMENT", "development"), ("EMBED_ORIGINS", "http://localhost:8706")];
    assert_eq!(registered(&local), ["http://localhost:8706"]);
}

#[test]
fn s1_33_an_instance_is_found_by_its_exact_host_only() {
    let config = config();
    assert!(config.instance_at("app.contoso.example").is_some());
    for host in
        ["", "contoso.example", "app.contoso.example.evil", "APP.contoso.example", "app.contoso.example:8443"]
    {
        assert!(config.instance_at(host).is_none(), "{host}");
    }
}

#[test]
fn s6_08_a_printed_configuration_holds_no_secret() {
    let printed = format!("{:?}", config());
    assert!(!printed.contains("the-client-secret") && !printed.contains("AAAA"), "{printed}");
}
