//! The openCypher Technology Compatibility Kit: every scenario of its feature files whose query only
//! reads is run by the query engine and must give what the kit expects, an error of the right kind
//! included.
//!
//! `cargo test --test tck -- FOLDER` names the folder of the feature files; without it the variable
//! `TCK_FEATURES` does, and without that it is `../shared/opencypher-tck/features`. `--verbose` (or
//! `TCK_VERBOSE=1`) shows every failure, `TCK_ONLY=Match4` runs the files whose name has that text.
//! Where the folder is absent the test says so and passes.
//!
//! What sets a scenario's graph up writes; it is carried out by `setup`, which lets the engine
//! answer whatever is asked on the way.

#[path = "tck/cell.rs"]
mod cell;
#[path = "tck/feature.rs"]
mod feature;
#[path = "tck/graph.rs"]
mod graph;
#[path = "tck/scenario.rs"]
mod scenario;
#[path = "tck/setup.rs"]
mod setup;

use scenario::{Scenario, Verdict};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The share of the scenarios that read which must pass.
const FLOOR: f64 = 0.85;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let on =
        |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    let verbose = on("TCK_VERBOSE") || arguments.iter().any(|argument| argument == "--verbose");
    let named = arguments
        .iter()
        .find(|argument| Path::new(argument).is_dir());
    let words = arguments
        .iter()
        .filter(|argument| !argument.starts_with('-') && Some(*argument) != named);
    // `cargo test NAME` hands NAME to every test; this one has one name.
    if arguments.iter().any(|argument| argument == "--list") {
        println!("tck: test");
        return ExitCode::SUCCESS;
    }
    if words.clone().count() > 0 && !words.clone().any(|word| "tck".contains(word.as_str())) {
        println!("tck: none of this is asked for");
        return ExitCode::SUCCESS;
    }
    let folder = named
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("TCK_FEATURES").map(PathBuf::from));
    let given = folder.is_some();
    let folder = folder.unwrap_or_else(|| {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/opencypher-tck/features")
    });
    if !folder.is_dir() {
        println!("tck: skipped, there is no folder {}", folder.display());
        return if given {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        };
    }
    let only = std::env::var("TCK_ONLY").unwrap_or_default();
    let scenarios: Vec<Scenario> = feature::read(&folder)
        .into_iter()
        .filter(|scenario| scenario.file.contains(&only))
        .collect();
    report(&scenarios, verbose)
}

/// Runs the scenarios and prints what became of them, file by file.
fn report(scenarios: &[Scenario], verbose: bool) -> ExitCode {
    // A panic is its scenario's failure, told in its place.
    std::panic::set_hook(Box::new(|_| {}));
    let mut files: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for scenario in scenarios {
        let counts = files.entry(&scenario.file).or_default();
        match scenario.run() {
            Verdict::Passed => counts[0] += 1,
            Verdict::Failed(why) => {
                counts[1] += 1;
                if verbose {
                    println!(
                        "--- {} {}\n{}\n{why}\n",
                        scenario.file,
                        scenario.name,
                        scenario.query.trim_end()
                    );
                }
            }
            Verdict::Skipped(why) => {
                counts[2] += 1;
                *reasons.entry(why).or_default() += 1;
            }
        }
    }
    println!(
        "{:<52} {:>6} {:>6} {:>7}",
        "file", "passed", "failed", "skipped"
    );
    let mut total = [0; 3];
    for (file, counts) in &files {
        println!(
            "{file:<52} {:>6} {:>6} {:>7}",
            counts[0], counts[1], counts[2]
        );
        total
            .iter_mut()
            .zip(counts)
            .for_each(|(sum, count)| *sum += count);
    }
    let [passed, failed, skipped] = total;
    println!("{:<52} {passed:>6} {failed:>6} {skipped:>7}", "total");
    for (why, count) in &reasons {
        println!("skipped: {count} {why}");
    }
    let share = passed as f64 / (passed + failed).max(1) as f64;
    println!(
        "of the scenarios that read, {:.2} % passed; the floor is {:.0} %",
        share * 100.0,
        FLOOR * 100.0
    );
    if share < FLOOR {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
