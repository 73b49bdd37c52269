//! The page template: `{{name}}` is replaced, and template and build must name the same things.

use crate::failure::Failure;

/// Fills every placeholder.
///
/// # Errors
/// When the template names something else, or does not use one of the values.
pub(crate) fn fill(template: &str, values: &[(&str, &str)]) -> Result<String, Failure> {
    let mut page = template.to_owned();
    for (name, value) in values {
        let placeholder = format!("{{{{{name}}}}}");
        if !page.contains(&placeholder) {
            return Err(Failure::Template(format!("the placeholder {placeholder} is missing")));
        }
        page = page.replace(&placeholder, value);
    }
    match page.split_once("{{") {
        None => Ok(page),
        Some((_, rest)) => {
            let name = rest.split("}}").next().unwrap_or_default();
            Err(Failure::Template(format!("the build knows no value for {{{{{name}}}}}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: [(&str, &str); 2] = [("script", "/assets/start-1.js"), ("style", "/assets/style-2.css")];

    #[test]
    fn every_place_of_a_value_is_filled() {
        let page = fill("<a {{script}}><b {{style}}><c {{script}}>", &VALUES).unwrap();
        assert_eq!(page, "<a /assets/start-1.js><b /assets/style-2.css><c /assets/start-1.js>");
    }

    #[test]
    fn a_template_that_does_not_fit_is_refused_by_name() {
        let cases = [("<a {{script}}>", "{{style}}"), ("{{script}} {{style}} {{nonce}}", "{{nonce}}")];
        for (template, named) in cases {
            let sentence = fill(template, &VALUES).unwrap_err().to_string();
            assert!(sentence.contains(named), "{sentence}");
        }
    }
}
