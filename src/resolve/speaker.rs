//! On whose behalf the text as a whole speaks.
//!
//! A release speaks for the country or body that issues it, which the article's `source` names;
//! a joint statement for those whom it names at its head. A report speaks for nobody.

use super::clusters::Clusters;
use crate::schema::{EntityType, RowId};
use crate::text::Upos;
use std::ops::Range;

/// How many sentences at the head of a text may say who issues it.
const HEAD: usize = 6;

/// Those on whose behalf the text speaks; one who is not named in it becomes a cluster without
/// mentions.
pub(super) fn of_text(clusters: &mut Clusters<'_>) -> Vec<usize> {
    let several = of_joint_statement(clusters);
    if !several.is_empty() {
        return several;
    }
    if is_transcript(clusters) || is_titled_joint(clusters) {
        return Vec::new();
    }
    let Some(row) = issuer(clusters) else {
        return Vec::new();
    };
    let kind = clusters.schema.gazetteer.row(row).kind;
    let known = clusters.of_row(row);
    let speaker = known.unwrap_or_else(|| clusters.open(kind, String::new(), Some(row)));
    vec![speaker]
}

/// The row of the country or body for which the article's source speaks.
fn issuer(clusters: &Clusters<'_>) -> Option<RowId> {
    let source = clusters.document.meta().source.as_deref()?;
    if let Some(row) = clusters.schema.coreference.speaks_for(source) {
        return Some(row);
    }
    let gazetteer = &clusters.schema.gazetteer;
    let body = gazetteer.named(source.strip_prefix("the ").unwrap_or(source))?;
    let row = gazetteer.row(body);
    let parents = row
        .members
        .iter()
        .filter_map(|parent| gazetteer.named(parent));
    let organization = row.kind == clusters.types.organization;
    let parent = parents.filter(|_| organization).find(|&parent| {
        let kind = gazetteer.row(parent).kind;
        kind == clusters.types.country || kind == clusters.types.coalition
    });
    let actor = [clusters.types.country, clusters.types.coalition].contains(&row.kind);
    parent.or(actor.then_some(body))
}

/// "The G7 foreign ministers": whether people of a bloc follow its first mention behind a place.
fn has_members(clusters: &Clusters<'_>, bloc: usize, from: usize) -> bool {
    let mut mentions = clusters.mentions_of(bloc);
    let Some(first) = mentions.find(|&m| clusters.mentions[m].tokens.start > from) else {
        return false;
    };
    let end = clusters.mentions[first].tokens.end;
    let behind = end..clusters.document.tokens.len().min(end + 3);
    // "The European Union and the foreign ministers of A" are two.
    let joined = |token: &usize| {
        let word = clusters.document.word(*token);
        word == "," || clusters.document.tokens[*token].upos == Upos::Cconj
    };
    let mut behind = behind.take_while(|token| !joined(token));
    behind.any(|token| {
        let members = ["minister", "leader", "member", "country", "envoy", "state"];
        clusters.is_plural(token) && members.contains(&clusters.tree.lemma(token))
    })
}

/// Several people who take turns: "SECRETARY X: ... FOREIGN MINISTER Y: ...".
fn is_transcript(clusters: &Clusters<'_>) -> bool {
    let lines = clusters.document.article.text.lines();
    let labelled = |line: &str| {
        let label = line.split_once(':').map(|(label, _)| label);
        label.is_some_and(|label| {
            (5..60).contains(&label.len())
                && label.contains(' ')
                && label.chars().all(|c| !c.is_lowercase())
        })
    };
    lines.filter(|line| labelled(line)).take(2).count() == 2
}

/// A title that announces a joint statement, whoever joins in it.
fn is_titled_joint(clusters: &Clusters<'_>) -> bool {
    let title = clusters.document.sentences.first();
    let title = title.map(|s| clusters.document.text(s.span).to_lowercase());
    title.is_some_and(|title| {
        ["statement", "declaration", "communiqu", "press release"]
            .iter()
            .any(|word| title.contains(&format!("joint {word}")))
    })
}

/// Those who issue a joint statement, as its head names them: "We, the foreign ministers of A, B and
/// C, ...", "the following statement was released by the governments of A and B", "the governments
/// of A and B have issued the following statement", "A-B Joint Statement on X", and, under such a
/// title, "Representatives of A, B and C met today".
fn of_joint_statement(clusters: &Clusters<'_>) -> Vec<usize> {
    let sentences = &clusters.document.sentences;
    let body = || {
        let body = sentences.iter().take(HEAD).filter(|s| !s.heading);
        body.map(|sentence| sentence.tokens.clone())
    };
    let announced = body().filter_map(|tokens| announced(clusters, tokens));
    let mut places: Vec<Range<usize>> = announced.collect();
    if is_titled_joint(clusters) {
        let title = sentences.first().map(|title| title.tokens.clone());
        places.extend(title.and_then(|tokens| in_title(clusters, tokens)));
        places.extend(body().filter_map(|tokens| assembled(clusters, tokens)));
    }
    // A state alone is what such a statement is about, unless its own ministers issue it.
    let own = publisher(clusters);
    let is_issued = |found: &Vec<usize>| match found[..] {
        [] => false,
        [one] => clusters.cluster(one).entity_type != clusters.types.country || own == Some(one),
        _ => true,
    };
    let found = places.into_iter().map(|place| issuers_in(clusters, place));
    found.into_iter().find(is_issued).unwrap_or_default()
}

/// The country or body for which the article's source speaks, where the text names it.
fn publisher(clusters: &Clusters<'_>) -> Option<usize> {
    issuer(clusters).and_then(|row| clusters.of_row(row))
}

/// Whether a token is a word for what is issued.
fn is_statement(clusters: &Clusters<'_>, token: usize) -> bool {
    matches!(
        clusters.tree.lemma(token),
        "statement" | "communique" | "communiqué" | "declaration" | "release" | "text"
    ) && matches!(
        clusters.document.tokens[token].upos,
        Upos::Noun | Upos::Propn
    )
}

/// Where a sentence that announces the text names those who issue it.
fn announced(clusters: &Clusters<'_>, tokens: Range<usize>) -> Option<Range<usize>> {
    let (document, tree) = (clusters.document, clusters.tree);
    let is_verb = |token: &usize| matches!(document.tokens[*token].upos, Upos::Verb | Upos::Aux);
    let end = |from: usize| {
        let stops = |&token: &usize| is_verb(&token) || document.word(token) == ":";
        let behind = (from + 1..tokens.end).find(stops);
        from..behind.unwrap_or(tokens.end)
    };
    let we = tokens.clone().take(3).find(|&t| document.word(t) == "We");
    if let Some(we) = we.filter(|we| we + 1 < tokens.end && document.word(we + 1) == ",") {
        return Some(end(we + 1));
    }
    let issues = |token: &usize| {
        // "A statement issued by": whatever the tagger takes the participle for.
        matches!(
            tree.lemma(*token),
            "release" | "issue" | "agree" | "adopt" | "make"
        )
    };
    let following = (tokens.clone()).any(|t| document.word(t).eq_ignore_ascii_case("following"));
    let mut statements = tokens
        .clone()
        .filter(|&token| is_statement(clusters, token));
    let behind = statements.clone().find_map(|statement| {
        let verb = (statement..tokens.end).find(issues);
        let by = verb.and_then(|verb| {
            (verb..tokens.end.min(verb + 4)).find(|&token| tree.lemma(token) == "by")
        });
        let next = statement + 1;
        let right = (next < tokens.end && matches!(tree.lemma(next), "by" | "from"))
            .then_some(next)
            .filter(|_| following || document.word(tokens.end - 1) == ":");
        by.or(right)
    });
    if let Some(by) = behind {
        return Some(end(by));
    }
    // "The governments of A and B have issued the following statement."
    let statement = statements.next().filter(|_| following)?;
    let verb = (tokens.start..statement).rev().find(issues)?;
    Some(tokens.start..verb)
}

/// Where a title names those who issue the text: before "joint statement" where states are joined by
/// strokes, else behind it.
fn in_title(clusters: &Clusters<'_>, tokens: Range<usize>) -> Option<Range<usize>> {
    let (document, tree) = (clusters.document, clusters.tree);
    let mut words = tokens.clone().rev();
    let statement = words.find(|&token| is_statement(clusters, token))?;
    let before = tokens.start..statement;
    let is_stroke = |token| document.word(token).contains(['-', '–', '—', '/', ':']);
    if before.clone().any(is_stroke) && issuers_in(clusters, before.clone()).len() > 1 {
        return Some(before);
    }
    let next = statement + 1;
    if next >= tokens.end || !matches!(tree.lemma(next), "by" | "of" | "from") {
        return None;
    }
    let is_topic = |&token: &usize| match tree.lemma(token) {
        "on" => token + 1 >= tokens.end || document.word(token + 1) != "behalf",
        "regarding" | "concerning" | "following" | "after" | "about" => true,
        _ => document.tokens[token].upos == Upos::Verb,
    };
    let topic = (next + 1..tokens.end).find(is_topic);
    Some(next..topic.unwrap_or(tokens.end))
}

/// The subject of a sentence that brings several states together: "Representatives of A, B and C met
/// in Paris".
fn assembled(clusters: &Clusters<'_>, tokens: Range<usize>) -> Option<Range<usize>> {
    let (document, tree) = (clusters.document, clusters.tree);
    let root = tokens.clone().find(|&token| tree.head(token).is_none())?;
    let verb = document.tokens[root].upos == Upos::Verb;
    (verb && issuers_in(clusters, tokens.start..root).len() > 1).then_some(tokens.start..root)
}

/// The states and blocs that some tokens name; where there are none the bodies, then the people.
fn issuers_in(clusters: &Clusters<'_>, range: Range<usize>) -> Vec<usize> {
    let types = &clusters.types;
    let named = |kinds: &[EntityType]| {
        let mut found = Vec::new();
        for (index, mention) in clusters.mentions.iter().enumerate() {
            let inside = mention.tokens.start >= range.start && mention.tokens.end <= range.end;
            if let Some(cluster) = clusters.of(index)
                && inside
                && kinds.contains(&mention.entity_type)
                && clusters.is_name(index)
                && !found.contains(&cluster)
            {
                found.push(cluster);
            }
        }
        found
    };
    // "Secretary of State X, Japanese foreign minister Y and Z of Canada": each speaks for a state; one
    // whose state is not named is of the body that publishes the text.
    let people = named(&[types.person]).len();
    let mut found = named(&[types.country, types.coalition]);
    if people > found.len().max(1)
        && let Some(own) = publisher(clusters)
        && !found.contains(&own)
    {
        found.push(own);
    }
    for kind in [types.organization, types.person] {
        if found.is_empty() {
            found = named(&[kind]);
        }
    }
    // "The G7 foreign ministers of A, B and C" speak for the G7.
    let bloc = |cluster: usize| clusters.cluster(cluster).entity_type == types.coalition;
    if let Some(&first) = found.first()
        && bloc(first)
        && has_members(clusters, first, range.start)
    {
        found.retain(|&cluster| bloc(cluster));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::tests::{of_names, of_titled_names};

    fn speakers(text: &str, source: &str) -> Vec<String> {
        of_names(text, Some(source), |clusters| {
            let speakers = of_text(clusters).into_iter();
            speakers
                .map(|id| clusters.cluster(id).name.clone())
                .collect()
        })
    }

    #[test]
    fn a_release_speaks_for_its_country_and_a_joint_statement_for_those_at_its_head() {
        assert_eq!(
            speakers(
                "We welcome the release of the hostages in Colombia.",
                "US State Department"
            ),
            ["United States"]
        );
        assert_eq!(
            speakers(
                "The following joint statement was released by the governments of Japan and Mongolia. We will deepen our cooperation on rare earths.",
                "US State Department"
            ),
            ["Japan", "Mongolia"]
        );
    }

    #[test]
    fn a_report_and_a_transcript_speak_for_nobody() {
        assert_eq!(
            speakers(
                "Japan welcomed the release of the hostages in Colombia.",
                "Wikinews"
            ),
            [""; 0]
        );
        let talk = "SECRETARY BLINKEN: Good morning to all of you.\n\nFOREIGN MINISTER HAYASHI: We are glad to be here.";
        assert_eq!(speakers(talk, "US State Department"), [""; 0]);
    }

    #[test]
    fn a_statement_is_of_those_whom_its_head_names() {
        let state = "US State Department";
        for (text, expected) in [
            (
                "The following is the text of a joint statement by the High Representative on behalf of the European Union, and the Foreign Ministers of Norway and Japan, condemning the coup in Myanmar.",
                &["European Union", "Norway", "Japan"][..],
            ),
            (
                "The governments of Canada, Finland and Iceland have issued the following joint statement.",
                &["Canada", "Finland", "Iceland"],
            ),
            // What others issue is news of them.
            (
                "Canada and Finland issued a joint statement on the Arctic on Monday.",
                &["United States"],
            ),
        ] {
            assert_eq!(speakers(text, state), expected, "{text}");
        }
    }

    #[test]
    fn a_title_may_name_those_who_issue_a_statement() {
        let titled = |title: &str, text: &str, source: &str| {
            let joined = |clusters: &mut Clusters<'_>| {
                let speakers = of_text(clusters).into_iter();
                speakers
                    .map(|id| clusters.cluster(id).name.clone())
                    .collect::<Vec<_>>()
            };
            of_titled_names(title, text, Some(source), joined)
        };
        let text = "We reaffirm our commitment to peace and call on all sides to hold talks.";
        for (title, text, expected) in [
            (
                "U.S.-Croatia Joint Statement",
                text,
                &["U.S.", "Croatia"][..],
            ),
            (
                "Joint Statement by Germany, France and Poland on Belarus",
                text,
                &["Germany", "France", "Poland"],
            ),
            // Each minister speaks for a state; the one without belongs to the publisher.
            (
                "Joint Statement by Secretary of State Antony J. Blinken, Japanese Minister for Foreign Affairs Hayashi Yoshimasa, and Republic of Korea Foreign Minister Park Jin",
                "We condemn the launches that the United States, Japan and South Korea observed.",
                &["Japan", "South Korea", "United States"],
            ),
            (
                "Joint Statement on Syria",
                "Representatives of Egypt, Jordan and Norway met in Brussels on Tuesday. We call on all sides to hold talks.",
                &["Egypt", "Jordan", "Norway"],
            ),
            // Two ministers of one state.
            (
                "Joint Statement by Secretary of State Antony J. Blinken and Treasury Secretary Janet L. Yellen Welcoming the EU Sanctions Regime on Lebanon",
                "The United States welcomes the new regime.",
                &["United States"],
            ),
            // A state alone is what the statement is about.
            ("Joint Statement of the Syria Envoy Meeting", text, &[]),
        ] {
            let found = titled(title, text, "US State Department");
            let known = |name: &String| match &**name {
                "U.S." => "United States".to_owned(),
                _ => name.clone(),
            };
            let found: Vec<String> = found.iter().map(known).collect();
            let expected: Vec<String> = expected
                .iter()
                .map(|name| known(&(*name).to_owned()))
                .collect();
            assert_eq!(found, expected, "{title}");
        }
    }
}
