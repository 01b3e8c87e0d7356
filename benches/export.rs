//! How fast each format is written, and `graph.json` read: `cargo bench --bench export`.
//!
//! The graph is synthetic: 100,000 entities and 500,000 relations with a quote each, or as many
//! thousands of entities as the first argument says. Files go to a temporary folder. Time is time
//! on the processor where the system tells it (Linux), else time on the clock.

use demarche::export::{EXPORTERS, Folder, Stream};
use demarche::graph::{Assembly, Graph};
use demarche::record::{EntityRecord, MentionRecord, Record, RelationRecord};
use demarche::schema::Schema;
use demarche::text::{CodeSpan, MentionKind};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::time::{Duration, Instant};

fn main() {
    let thousands = std::env::args().find_map(|argument| argument.parse().ok());
    let entities = 1000 * thousands.unwrap_or(100usize);
    let start = Watch::start();
    let graph = synthetic(entities);
    let (nodes, edges) = (graph.entity_count(), graph.relation_count());
    println!(
        "{nodes} entities, {edges} relations: assembled in {:.2?}",
        start.elapsed()
    );

    let temporary = tempfile::tempdir().expect("a temporary folder");
    let only: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a.parse::<usize>().is_err() && !a.starts_with("--"))
        .collect();
    for exporter in EXPORTERS {
        if !only.is_empty() && !only.iter().any(|name| name == exporter.name()) {
            continue;
        }
        let mut counted = Counting(0);
        if exporter.files().len() == 1 {
            let start = Watch::start();
            let mut stream = Stream::new(&mut counted, "-");
            exporter
                .export(&graph, &mut stream)
                .expect("nothing can fail");
            report(&format!("{} to nowhere", exporter.name()), counted.0, start);
        }
        let start = Watch::start();
        let mut folder = Folder::new(temporary.path()).expect("it is writable");
        exporter.export(&graph, &mut folder).expect("there is room");
        folder.commit().expect("there is room");
        let sizes = exporter
            .files()
            .iter()
            .map(|name| temporary.path().join(name));
        let size = sizes
            .map(|path| path.metadata().expect("it is there").len())
            .sum();
        report(&format!("{} to a folder", exporter.name()), size, start);
    }

    let path = temporary.path().join("graph.json");
    let start = Watch::start();
    let file = std::fs::File::open(&path).expect("it was written");
    let size = file.metadata().expect("it is there").len();
    let again = Graph::read_json(io::BufReader::new(file), &path).expect("our own graph");
    assert_eq!(again.relation_count(), edges);
    report("json read", size, start);
}

fn report(what: &str, bytes: u64, start: Watch) {
    let seconds = start.elapsed().as_secs_f64();
    let megabytes = bytes as f64 / 1e6;
    let speed = megabytes / seconds;
    println!("{what:20} {seconds:7.3} s {megabytes:8.1} MB {speed:7.0} MB/s");
}

/// A watch that stands still while others have the processor.
struct Watch {
    clock: Instant,
    processor: Option<Duration>,
}

impl Watch {
    fn start() -> Watch {
        Watch {
            clock: Instant::now(),
            processor: on_processor(),
        }
    }

    fn elapsed(&self) -> Duration {
        let ran = on_processor()
            .zip(self.processor)
            .map(|(now, then)| now - then);
        ran.unwrap_or_else(|| self.clock.elapsed())
    }
}

fn on_processor() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    text.split(' ')
        .next()?
        .parse()
        .ok()
        .map(Duration::from_nanos)
}

/// Takes everything and keeps only how much it was.
struct Counting(u64);

impl Write for &mut Counting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A graph with five relations for each entity; a hundred relations to a document.
fn synthetic(entities: usize) -> Graph {
    let ontology = Schema::built_in().ontology.clone();
    let mut assembly = Assembly::new(ontology);
    // A linear congruential generator (Knuth's MMIX): the same graph every time.
    let mut state = 1u64;
    let mut below = |limit: usize| {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (state >> 33) as usize % limit
    };
    let kinds = [
        "supports",
        "opposes",
        "threatens",
        "attacks",
        "sanctions",
        "meets",
    ];
    for document in 0..entities / 20 {
        let mut record = Record {
            id: format!("document-{document}"),
            date: Some(format!(
                "20{:02}-{:02}-{:02}",
                below(25),
                1 + below(12),
                1 + below(28)
            )),
            ..Record::default()
        };
        for number in 0..100 {
            let ends = [document * 20 + number % 20, below(entities)];
            for (side, entity) in ends.into_iter().enumerate() {
                record
                    .entities
                    .push(person(format!("{side}-{number}"), entity));
            }
            let quote = format!(
                "The minister said on Tuesday that it \"would not rule out\" further steps, & that \
                 talks number {number} had been going on for weeks."
            );
            record.relations.push(RelationRecord {
                id: number.to_string(),
                kind: kinds[below(kinds.len())].to_owned(),
                source: format!("0-{number}"),
                target: format!("1-{number}"),
                evidence: CodeSpan {
                    start: 200 * number as u32,
                    end: 200 * number as u32 + 130,
                },
                polarity: Default::default(),
                modality: Default::default(),
                attributed_to: None,
                value: None,
                date: None,
                role: None,
                quote: Some(quote),
                trigger: None,
                source_mention: None,
                target_mention: None,
                frame: Some("support/back".to_owned()),
                confidence: Some(below(1001) as f64 / 1000.0),
                plover: Some("SUPPORT".to_owned()),
                cameo: None,
            });
        }
        assembly.add_record(&record).expect("it fits the ontology");
    }
    assembly.finish()
}

fn person(id: String, number: usize) -> EntityRecord {
    let name = format!("Person Number {number}");
    let mention = MentionRecord {
        start: 0,
        end: name.len() as u32,
        text: name.clone(),
        kind: MentionKind::Name,
        reason: None,
    };
    EntityRecord {
        id,
        kind: "Person".to_owned(),
        name,
        key: None,
        spheres: BTreeSet::new(),
        mentions: vec![mention],
    }
}
