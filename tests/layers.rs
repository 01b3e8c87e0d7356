//! Holds the sources to the drawing at the head of `src/lib.rs`: who may use whom, that every
//! module stands in it, and that only the command line prints. The drawing is read, not repeated:
//! whoever changes the layers changes the picture first.

#[path = "layers/drawing.rs"]
mod drawing;
#[path = "layers/source.rs"]
mod source;

use drawing::{Drawing, Layer};
use source::Source;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Modules that the drawing has and the sources do not have yet; each goes from here when it comes.
const PLANNED: [&str; 0] = [];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn drawing() -> Drawing {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    Drawing::read(&lib).expect("src/lib.rs has the drawing at its head")
}

/// Every source file with its path below `src/`, sorted.
fn sources() -> Vec<Source> {
    fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, files);
            } else if path.extension().is_some_and(|e| e == "rs") {
                files.push(path);
            }
        }
    }
    let src = root().join("src");
    let mut files = Vec::new();
    collect(&src, &mut files);
    files.sort();
    let name = |path: &PathBuf| {
        path.strip_prefix(&src)
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/")
    };
    files
        .iter()
        .map(|path| (name(path), path))
        // `mod tests;` in a file of its own is for tests alone, like `mod tests {...}`.
        .filter(|(name, _)| !name.ends_with("/tests.rs"))
        .map(|(name, path)| Source::new(&name, &fs::read_to_string(path).unwrap()))
        .collect()
}

/// What is wrong in one source file: `file:line: what`.
fn violations(drawing: &Drawing, source: &Source) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut report = |line: usize, what: String| {
        wrong.push(format!("src/{}:{line}: {what}", source.name));
    };
    let own = source.module();
    let is_program = ["main", "bin"].contains(&own);
    for used in source.paths() {
        let (line, to) = (used.line, used.segments.first().map_or("", String::as_str));
        if is_program {
            report(line, "the program must go through the library".to_owned());
        } else if own == "lib" || to == own {
            continue;
        } else if drawing.layer(to).is_none() {
            let path = used.segments.join("::");
            report(
                line,
                format!("{path} is not below a module of the drawing; import from there"),
            );
        } else if !drawing.may_use(own, to) {
            report(line, format!("{own} must not use {to}"));
        }
    }
    if !is_program && drawing.layer(own) != Some(Layer::Cli) {
        for (line, what) in source.output() {
            report(
                line,
                format!("{what} outside cli: return it, let the command line print"),
            );
        }
    }
    wrong
}

#[test]
fn no_module_imports_against_the_drawing() {
    let drawing = drawing();
    let sources = sources();
    assert!(sources.len() > 20, "the sources were not found");
    let wrong: Vec<String> = sources
        .iter()
        .flat_map(|s| violations(&drawing, s))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // A scanner that sees nothing would find no violation either.
    let seen: usize = sources.iter().map(|s| s.paths().len()).sum();
    assert!(seen > 60, "only {seen} paths between modules were seen");
}

#[test]
fn the_drawing_shows_every_module() {
    let drawing = drawing();
    let drawn: BTreeSet<&str> = drawing.modules().into_iter().collect();
    let real = real_modules();
    for module in &real {
        assert!(
            drawn.contains(module.as_str()),
            "src/lib.rs: the drawing lacks {module}"
        );
        assert!(
            !PLANNED.contains(&module.as_str()),
            "{module} is there: not planned any more"
        );
    }
    for module in drawn {
        let known = real.contains(module) || PLANNED.contains(&module);
        assert!(known, "src/lib.rs: the drawing has {module}, src/ does not");
    }
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let declared: BTreeSet<String> = source::declared_modules(&lib);
    let files: BTreeSet<String> = real.into_iter().filter(|m| m != "main").collect();
    assert_eq!(
        declared, files,
        "src/lib.rs declares other modules than src/ holds"
    );
}

/// The modules that `src/` holds, `main` among them; what lies in `bin/` is programs like `main`.
fn real_modules() -> BTreeSet<String> {
    let entries = fs::read_dir(root().join("src")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let modules = paths.filter(|p| p.is_dir() || p.extension().is_some_and(|e| e == "rs"));
    modules
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|module| module != "lib" && module != "bin")
        .collect()
}

#[test]
fn the_architecture_page_agrees_with_the_drawing() {
    let Ok(page) = fs::read_to_string(root().join("ARCHITECTURE.md")) else {
        eprintln!("skipped: there is no ARCHITECTURE.md");
        return;
    };
    let there = Drawing::read(&page).expect("ARCHITECTURE.md has the drawing");
    assert_eq!(
        there,
        drawing(),
        "ARCHITECTURE.md draws other layers than src/lib.rs"
    );
    for module in real_modules().into_iter().filter(|m| m != "main") {
        let named = page.contains(&format!("`{module}")) || page.contains(&format!("src/{module}"));
        assert!(named, "ARCHITECTURE.md says nothing of `{module}`");
    }
}

/// Sources that break the rule, and what is said of them.
const PLANTED: [(&str, &str, &str); 22] = [
    (
        "text/a.rs",
        "use crate::graph::Graph;",
        "text must not use graph",
    ),
    (
        "schema/mod.rs",
        "use crate::text::Span;",
        "schema must not use text",
    ),
    (
        "record/x.rs",
        "\n\nfn f() { crate::graph::slug(\"\"); }",
        "record/x.rs:3: record must not use graph",
    ),
    (
        "graph/mod.rs",
        "use crate::{error::Error, export::dot};",
        "graph must not use export",
    ),
    (
        "graph/id.rs",
        "use super::super::export;",
        "graph must not use export",
    ),
    (
        "graph/mod.rs",
        "use super::eval::score;",
        "graph must not use eval",
    ),
    (
        "ingest/mod.rs",
        "pub use crate::annotate::Annotator;",
        "ingest must not use annotate",
    ),
    (
        "extract/frame.rs",
        "use crate::{text::{Span, Token}, resolve::{Entity as E}};",
        "extract must not use resolve",
    ),
    (
        "extract/deep/er.rs",
        "use super::super::super::{text, recognize as names};",
        "extract must not use recognize",
    ),
    (
        "eval/mod.rs",
        "mod inner { use super::super::export; }",
        "eval must not use export",
    ),
    (
        "eval/mod.rs",
        "fn f(x: &crate::pipeline::Pipeline) {}",
        "eval must not use pipeline",
    ),
    (
        "eval/mod.rs",
        "use\n    crate\n    ::cli::run;",
        "eval must not use cli",
    ),
    (
        "pipeline.rs",
        "use crate::cli;",
        "pipeline must not use cli",
    ),
    (
        "error.rs",
        "use crate::files::PendingFile;",
        "error must not use files",
    ),
    (
        "files.rs",
        "use crate::schema::Schema;",
        "files must not use schema",
    ),
    (
        "text/a.rs",
        "macro_rules! m { () => { $crate::eval::score() } }",
        "text must not use eval",
    ),
    (
        "text/a.rs",
        "use crate::Span;",
        "Span is not below a module",
    ),
    ("text/a.rs", "use crate::*;", "* is not below a module"),
    (
        "main.rs",
        "use crate::cli;",
        "the program must go through the library",
    ),
    (
        "main.rs",
        "mod cli;",
        "the program must go through the library",
    ),
    (
        "text/a.rs",
        "fn f() { println!(\"{}\", 1) }",
        "println! outside cli",
    ),
    (
        "pipeline.rs",
        "fn f() { std::io::stderr().write_all(b\"\"); }",
        "stderr outside cli",
    ),
];

/// Sources that look like it and keep the rule.
const HARMLESS: [(&str, &str); 14] = [
    (
        "graph/mod.rs",
        "use crate::schema::Schema;\nuse crate::text::Span;\nuse crate::error::Error;",
    ),
    (
        "text/mod.rs",
        "//! See [`crate::graph`].\n/* crate::export::x /* crate::eval */ */",
    ),
    (
        "text/mod.rs",
        "const A: &str = \"crate::graph::x\"; const B: &str = r#\"\"crate::eval\"#;",
    ),
    (
        "text/mod.rs",
        "fn f<'a>(x: &'a str) -> char { '\"' } fn g() { let s = \"crate::graph\"; }",
    ),
    (
        "text/a.rs",
        "use super::Span; use self::b::C; use super::graph::D;",
    ),
    (
        "text/a.rs",
        "mod inner { use super::super::Span; use super::export; }",
    ),
    (
        "extract/a.rs",
        "#[cfg(test)]\nmod tests {\n use crate::pipeline::Pipeline;\n fn f() { println!() } }",
    ),
    (
        "extract/a.rs",
        "#[cfg(test)]\nuse crate::pipeline::Pipeline;\nuse crate::text::Span;",
    ),
    (
        "extract/a.rs",
        "#[cfg(test)] fn f() -> crate::pipeline::Pipeline { x({}) }",
    ),
    (
        "pipeline.rs",
        "use crate::{annotate, extract, ingest, export, eval::score, graph, error};",
    ),
    (
        "cli/build.rs",
        "use crate::pipeline; use crate::export; fn f() { eprintln!(); print!() }",
    ),
    (
        "main.rs",
        "fn main() -> std::process::ExitCode { demarche::cli::main() }",
    ),
    ("files.rs", "use crate::error::Error;"),
    (
        "lib.rs",
        "pub mod text; pub use text::Span; pub use crate::graph::Graph;",
    ),
];

#[test]
fn planted_violations_are_caught() {
    let drawing = drawing();
    for (name, text, expected) in PLANTED {
        let wrong = violations(&drawing, &Source::new(name, text));
        assert_eq!(wrong.len(), 1, "{name}: {text}\n{wrong:?}");
        assert!(wrong[0].contains(expected), "{expected}\n{wrong:?}");
    }
    for (name, text) in HARMLESS {
        let wrong = violations(&drawing, &Source::new(name, text));
        assert!(wrong.is_empty(), "{name}: {text}\n{wrong:?}");
    }
}

#[test]
fn a_changed_drawing_is_another_drawing() {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let drawn = drawing();
    for (old, new) in [
        ("export", "exports"),
        ("text  ◄", "txt  ◄"),
        ("◄──  record", ""),
        ("files, parameters below", "files below"),
    ] {
        assert!(text.contains(old), "{old}");
        assert_ne!(
            Drawing::read(&text.replacen(old, new, 1)),
            Some(drawn.clone()),
            "{old}"
        );
    }
    assert_eq!(Drawing::read("no drawing"), None);
    assert!(drawn.may_use("graph", "schema") && !drawn.may_use("schema", "graph"));
    assert!(drawn.may_use("pipeline", "extract") && !drawn.may_use("extract", "pipeline"));
    assert!(drawn.may_use("files", "error") && !drawn.may_use("error", "files"));
}
