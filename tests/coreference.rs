//! Whom mentions stand for, and why: sentences for each pass of `resolve`.

use demarche::pipeline::Pipeline;
use demarche::record::Record;
use demarche::schema::Schema;
use demarche::text::{Article, Reason};
use std::sync::OnceLock;

fn pipeline() -> &'static Pipeline<'static> {
    static PIPELINE: OnceLock<Pipeline<'static>> = OnceLock::new();
    PIPELINE.get_or_init(|| Pipeline::new(Schema::built_in()))
}

fn read(text: &str, source: Option<&str>) -> Record {
    let mut article = Article::new("a", format!("News of the day\n\n{text}\n"));
    article.meta.source = source.map(str::to_owned);
    pipeline().extract(article).record
}

/// What a text should say of a phrase: `occurrence` counts from one.
struct Case {
    text: &'static str,
    source: Option<&'static str>,
    phrase: &'static str,
    occurrence: usize,
    entity: &'static str,
    reason: Option<Reason>,
}

fn case(text: &'static str, phrase: &'static str, entity: &'static str) -> Case {
    Case {
        text,
        source: None,
        phrase,
        occurrence: 1,
        entity,
        reason: None,
    }
}

impl Case {
    fn by(self, reason: Reason) -> Case {
        Case {
            reason: Some(reason),
            ..self
        }
    }

    fn nth(self, occurrence: usize) -> Case {
        Case { occurrence, ..self }
    }

    fn from(self, source: &'static str) -> Case {
        Case {
            source: Some(source),
            ..self
        }
    }

    /// What is wrong; nothing where the case holds.
    fn fault(&self) -> Option<String> {
        let record = read(self.text, self.source);
        let mut found: Vec<_> = record
            .entities
            .iter()
            .flat_map(|entity| entity.mentions.iter().map(move |m| (m, entity)))
            .filter(|(mention, _)| mention.text == self.phrase)
            .collect();
        found.sort_by_key(|(mention, _)| mention.start);
        let got = found.get(self.occurrence - 1);
        let name = got.map_or("nobody", |(_, entity)| &entity.name);
        let reason = got.and_then(|(mention, _)| mention.reason);
        let wrong = name != self.entity || self.reason.is_some_and(|r| Some(r) != reason);
        wrong.then(|| {
            let (text, phrase) = (self.text, self.phrase);
            format!(
                "{text}\n  {phrase:?} is {name} by {reason:?}, should be {} by {:?}\n",
                self.entity, self.reason
            )
        })
    }
}

fn check(cases: &[Case]) {
    let faults: Vec<String> = cases.iter().filter_map(Case::fault).collect();
    assert!(faults.is_empty(), "\n{}", faults.concat());
}

#[test]
fn names_acronyms_and_spellings() {
    use Reason::{Acronym, Gazetteer, SameName, ShortName, Spelling};
    check(&[
        case("France thanked Poland. French officials met Polish officials.", "French", "France").by(Gazetteer),
        case(
            "The Hindu Front of Liberation (HFL) attacked an army base. The HFL rejected the talks.",
            "HFL",
            "Hindu Front of Liberation",
        )
        .by(Acronym),
        case(
            "The minister Tomas Verholen arrived in Kenya. Verholen praised the government.",
            "Verholen",
            "Tomas Verholen",
        )
        .by(ShortName),
        case(
            "The minister Tomas Verholen arrived in Kenya, where Tomas Verholen met officials.",
            "Tomas Verholen",
            "Tomas Verholen",
        )
        .nth(2)
        .by(SameName),
        case(
            "The commander Yusef Karamadi left the town. The rebels said Yusuf Karamadi had been wounded.",
            "Yusuf Karamadi",
            "Yusef Karamadi",
        )
        .by(Spelling),
        case(
            "The ministers met Volodymir Zelenskij in Kyiv on Monday.",
            "Volodymir Zelenskij",
            "Volodymyr Zelensky",
        )
        .by(Spelling),
    ]);
}

#[test]
fn titles_and_descriptions() {
    use Reason::{Apposition, Description, ShortName, Title};
    check(&[
        case(
            "Kenyan President William Ruto arrived in Paris. The president thanked France for its help.",
            "The president",
            "William Ruto",
        )
        .by(Title),
        case(
            "Kenyan President William Ruto met French President Emmanuel Macron. The Kenyan leader left on Monday.",
            "The Kenyan leader",
            "William Ruto",
        )
        .by(Title),
        case(
            "The European Union condemned the attack. The bloc called for sanctions.",
            "The bloc",
            "European Union",
        )
        .by(Description),
        case(
            "Rebels left Bukavu on Monday. Aid reached the city a day later.",
            "the city",
            "Bukavu",
        )
        .by(Description),
        case(
            "Hezbollah rejected the demand. The group fired rockets at Israel.",
            "The group",
            "Hezbollah",
        )
        .by(Description),
        case(
            "Officials attacked the M23, the armed group that holds Goma.",
            "the armed group",
            "M23",
        )
        .by(Apposition),
        case(
            "The International Court of Justice heard Cambodia. Thailand rejects the court.",
            "the court",
            "International Court of Justice",
        )
        .by(ShortName),
        case(
            "Kenyan President William Ruto arrived in Paris. He said his country needed help.",
            "his country",
            "Kenya",
        )
        .by(Description),
    ]);
}

#[test]
fn pronouns() {
    use Reason::Pronoun;
    check(&[
        case(
            "Pakistan said that it would reopen the border.",
            "it",
            "Pakistan",
        )
        .by(Pronoun),
        case(
            "Angela Merkel met Emmanuel Macron in Berlin. She praised France.",
            "She",
            "Angela Merkel",
        ),
        case(
            "Pakistani Prime Minister Shehbaz Sharif thanked Donald Trump. Shehbaz Sharif praised him.",
            "him",
            "Donald Trump",
        ),
        case(
            "Donald Trump met Vladimir Putin. He thanked Putin.",
            "He",
            "Donald Trump",
        ),
        case(
            "In his first visit to Mali, Emmanuel Macron met soldiers.",
            "his",
            "Emmanuel Macron",
        ),
        case(
            "The Taliban rejected the offer. They attacked Kabul.",
            "They",
            "Taliban",
        ),
        case(
            "Hamas rejected the plan, and Israel said it would attack Gaza.",
            "it",
            "Israel",
        ),
    ]);
    let both = read(
        "Kenya and Uganda signed a treaty. They condemned Sudan.",
        None,
    );
    let those: Vec<&str> = both
        .entities
        .iter()
        .filter(|entity| entity.mentions.iter().any(|m| m.text == "They"))
        .map(|entity| &*entity.name)
        .collect();
    assert_eq!(those, ["Kenya", "Uganda"]);
}

#[test]
fn who_speaks() {
    use Reason::{Issuer, Quoted};
    check(&[
        case(
            "\"I will not accept this deal at all,\" Donald Trump said on Monday.",
            "I",
            "Donald Trump",
        )
        .by(Quoted),
        case(
            "Hamas said in a statement: \"We reject this plan and all that it stands for.\"",
            "We",
            "Hamas",
        )
        .by(Quoted),
        case(
            "We condemn the attack on Kenya. The people of Kenya deserve better.",
            "We",
            "United States",
        )
        .by(Issuer)
        .from("US State Department"),
        case("We welcome the accord on Cyprus.", "We", "United Kingdom")
            .by(Issuer)
            .from("GOV.UK"),
        case("We condemn the attack on Kenya.", "We", "nobody").from("Reuters"),
    ]);
}

#[test]
fn a_release_speaks_for_its_country_also_where_it_does_not_name_it() {
    let schema = Schema::built_in();
    let annotator = demarche::annotate::Annotator::built_in();
    let speaker = |text: &str, source: &str| -> Option<String> {
        let mut article = Article::new("a", text);
        article.meta.source = Some(source.to_owned());
        let document = annotator.annotate(article);
        let tree = demarche::text::Tree::new(&document);
        let mut mentions = demarche::recognize::Recognizer::new(schema).recognize(&tree);
        let resolution = demarche::resolve::resolve(schema, &tree, &mut mentions);
        let speaker = resolution.speaker()?;
        Some(resolution.referents[speaker].name.clone())
    };
    let release = "On the war\n\nRussia must end its attacks on Ukraine at once.\n";
    assert_eq!(
        speaker(release, "US State Department").as_deref(),
        Some("United States")
    );
    assert_eq!(
        speaker(release, "UK Government").as_deref(),
        Some("United Kingdom")
    );
    assert_eq!(speaker(release, "Wikinews"), None);
    let joint = "Joint statement on the war\n\nRussia must end its attacks at once.\n";
    assert_eq!(speaker(joint, "US State Department"), None);
}

#[test]
fn actors_without_a_name() {
    let record = read(
        "Pro-Russian separatists attacked Ukraine on Monday. The separatists demanded a referendum.",
        None,
    );
    let group = record.entities.iter().find(|e| e.kind == "Organization");
    let group = group.expect("the separatists");
    assert_eq!(group.name, "Pro-Russian separatists");
    assert_eq!(group.mentions.len(), 2);
    assert_eq!(group.mentions[0].reason, Some(Reason::Unnamed));
    // A state's forces are the state.
    let record = read("Russian forces attacked Ukraine on Monday.", None);
    assert!(record.entities.iter().all(|e| e.kind != "Organization"));
}
