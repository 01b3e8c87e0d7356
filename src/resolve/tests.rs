//! What the tests of the passes share: a text is read up to the names, or as a whole.

use super::*;
use crate::annotate::Annotator;
use crate::recognize::Recognizer;
use crate::text::{Article, Document};

/// A headline that says nothing.
const TITLE: &str = "News of the day";

/// A text as a document below a headline.
fn document(title: &str, text: &str, source: Option<&str>) -> Document {
    let mut article = Article::new("a", format!("{title}\n\n{text}\n"));
    article.meta.source = source.map(str::to_owned);
    Annotator::built_in().annotate(article)
}

/// What a pass makes of a text whose names are joined.
pub(super) fn of_names<T>(
    text: &str,
    source: Option<&str>,
    pass: impl FnOnce(&mut Clusters<'_>) -> T,
) -> T {
    of_titled_names(TITLE, text, source, pass)
}

/// [`of_names`] with a headline of its own.
pub(super) fn of_titled_names<T>(
    title: &str,
    text: &str,
    source: Option<&str>,
    pass: impl FnOnce(&mut Clusters<'_>) -> T,
) -> T {
    let schema = Schema::built_in();
    let document = document(title, text, source);
    let tree = Tree::new(&document);
    let mentions = Recognizer::new(schema).recognize(&tree);
    let mut clusters = Clusters::new(schema, &tree, &mentions);
    names::join(&mut clusters);
    acronym::join(&mut clusters);
    spelling::join(&mut clusters);
    person::join(&mut clusters);
    pass(&mut clusters)
}

/// Whom the `nth` mention (from 1) of these words stands for when all passes are done: the names,
/// joined by a comma, and the reason.
pub(super) fn meant(text: &str, phrase: &str, nth: usize) -> (String, Option<Reason>) {
    let schema = Schema::built_in();
    let document = document(TITLE, text, None);
    let tree = Tree::new(&document);
    let mut mentions = Recognizer::new(schema).recognize(&tree);
    let resolution = resolve(schema, &tree, &mut mentions);
    let same = |&m: &usize| document.text(mentions[m].span) == phrase;
    let Some(mention) = (0..mentions.len()).filter(same).nth(nth - 1) else {
        return (String::new(), None);
    };
    let members = match resolution.groups.get(&mention) {
        Some(members) => members.clone(),
        None => resolution.of_mention[mention].into_iter().collect(),
    };
    let names: Vec<&str> = members
        .iter()
        .map(|&r| &*resolution.referents[r].name)
        .collect();
    (names.join(", "), resolution.reasons[mention])
}

/// A text, a phrase of it, whom its first mention stands for ("" for nobody), and why.
pub(super) type Case = (&'static str, &'static str, &'static str, Option<Reason>);

/// Checks cases, all at once.
pub(super) fn check(cases: &[Case]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, phrase, expected, reason)| {
            let (name, found) = meant(text, phrase, 1);
            let right = name == *expected && (name.is_empty() || found == *reason);
            (!right).then(|| {
                format!(
                    "{text}\n  {phrase:?} is {name:?} by {found:?}, not {expected:?} by {reason:?}"
                )
            })
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
