//! On whose behalf the text as a whole speaks.
//!
//! A release speaks for the country or body that issues it, which the article's `source` names;
//! a joint statement for those whom it names at its head. A report speaks for nobody.

use super::clusters::Clusters;
use crate::schema::RowId;
use crate::text::Upos;

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
    let mut behind = end..clusters.document.tokens.len().min(end + 3);
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
        title.contains("joint statement")
            || title.contains("joint declaration")
            || title.contains("joint communiqu")
    })
}

/// Those who issue a joint statement: "We, the foreign ministers of A, B and C, ...", "the
/// following statement was released by the governments of A and B".
fn of_joint_statement(clusters: &Clusters<'_>) -> Vec<usize> {
    let (document, tree) = (clusters.document, clusters.tree);
    for sentence in document.sentences.iter().take(HEAD) {
        let tokens = sentence.tokens.clone();
        let released = || {
            let statement = tokens.clone().find(|&token| {
                matches!(
                    tree.lemma(token),
                    "statement" | "communique" | "declaration"
                )
            })?;
            let verb = (statement..tokens.end).find(|&token| {
                matches!(tree.lemma(token), "release" | "issue" | "agree" | "adopt")
            })?;
            (verb..tokens.end.min(verb + 4)).find(|&token| tree.lemma(token) == "by")
        };
        let we = || {
            let we = tokens
                .clone()
                .take(3)
                .find(|&token| document.word(token) == "We")?;
            (we + 1 < tokens.end && document.word(we + 1) == ",").then_some(we + 1)
        };
        let Some(from) = we().or_else(released) else {
            continue;
        };
        let is_end = |&token: &usize| {
            let finite = matches!(document.tokens[token].upos, Upos::Verb | Upos::Aux);
            token > from && (finite || document.word(token) == ":")
        };
        let to = (from..tokens.end).find(is_end).unwrap_or(tokens.end);
        let mut found = Vec::new();
        for (index, mention) in clusters.mentions.iter().enumerate() {
            let inside = mention.tokens.start > from && mention.tokens.end <= to;
            let state =
                [clusters.types.country, clusters.types.coalition].contains(&mention.entity_type);
            if let Some(cluster) = clusters.of(index)
                && inside
                && state
                && clusters.is_name(index)
                && !found.contains(&cluster)
            {
                found.push(cluster);
            }
        }
        // "The G7 foreign ministers of A, B and C" speak for the G7.
        let bloc =
            |cluster: usize| clusters.cluster(cluster).entity_type == clusters.types.coalition;
        if found.first().is_some_and(|&first| bloc(first)) && has_members(clusters, found[0], from)
        {
            found.retain(|&cluster| bloc(cluster));
        }
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::tests::of_names;

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
}
