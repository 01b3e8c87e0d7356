//! What the README shows is what the program prints. `BLESS=1 cargo test --test cli readme` writes
//! the blocks anew.

use super::support::Folder;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The first block of text behind a line of the README, as a range of bytes.
fn block(readme: &str, line: &str) -> std::ops::Range<usize> {
    const OPEN: &str = "```text\n";
    let from = readme.find(line).unwrap_or_else(|| panic!("no {line:?}"));
    let start = from + readme[from..].find(OPEN).expect("a block") + OPEN.len();
    let end = start + readme[start..].find("```").expect("its end");
    start..end
}

/// Fails where the README shows anything else there, or writes it.
fn shows(line: &str, printed: &str) {
    let path: PathBuf = root().join("README.md");
    let mut readme = fs::read_to_string(&path).expect("README.md");
    let range = block(&readme, line);
    if std::env::var_os("BLESS").is_some() {
        readme.replace_range(range, printed);
        fs::write(&path, readme).expect("README.md is written");
        return;
    }
    assert_eq!(
        &readme[range], printed,
        "README.md shows something else; BLESS=1 writes it anew"
    );
}

#[test]
fn the_blocks_are_true() {
    let folder = Folder::new();
    let articles = root().join("fixtures/articles");
    let articles = articles.to_str().expect("a path in Unicode");
    let built = folder.run(&["build", articles, "-o", "out"]).worked();
    // The last lines have the seconds, and where the files are.
    let summary: Vec<&str> = built.out.trim_end().lines().collect();
    let end = summary.iter().rposition(|line| line.is_empty());
    let summary = summary[..end.expect("an empty line")].join("\n") + "\n";
    shows("It ends with a summary", &summary);

    let formats = folder.run(&["export", "--list"]).ended(0);
    shows("`demarche export --list`:", &formats.out);

    let explained = folder.run(&["explain", "out/graph.json", "Jens Stoltenberg"]);
    shows(
        "`demarche explain out/graph.json 'Jens Stoltenberg'`:",
        &explained.worked().out,
    );

    let path = ["path", "out/graph.json", "Jens Stoltenberg", "Greece"];
    shows(
        "`demarche path out/graph.json 'Jens Stoltenberg' Greece`:",
        &folder.run(&path).ended(0).out,
    );

    #[cfg(feature = "query")]
    {
        let query = "MATCH (p:Person)-[r:REPRESENTS]->(c:Coalition) RETURN p.name, r.role, c.name ORDER BY p.name";
        let ran = folder.run(&["query", "out/graph.json", query]).ended(0);
        shows(
            &format!("`demarche query out/graph.json '{query}'`:"),
            &ran.out,
        );
    }
}

#[cfg(feature = "query")]
mod queries {
    use super::*;
    use demarche::graph::Graph;
    use demarche::query::{Prepared, View};

    /// The queries of a page.
    fn queries(page: &str) -> impl Iterator<Item = &str> {
        let blocks = page.split("```cypher\n").skip(1);
        blocks.map(|block| block.split("```").next().unwrap_or_default())
    }

    #[test]
    fn those_of_the_docs_are_answered() {
        let folder = Folder::new();
        let articles = root().join("fixtures/articles");
        let articles = articles.to_str().expect("a path in Unicode");
        folder.run(&["build", articles, "-o", "out"]).worked();
        let page = root().join("docs/query.md");
        let page = page.to_str().expect("a path in Unicode");
        let mut test = vec!["test", "out/graph.json", page];
        if std::env::var_os("BLESS").is_some() {
            test.push("--update");
        }
        folder.run(&test).ended(0);

        let path = folder.path("out/graph.json");
        let file = std::io::BufReader::new(fs::File::open(&path).expect("the graph"));
        let graph = Graph::read_json(file, &path).expect("the graph");
        let view = View::new(&graph);
        let mut count = 0;
        for entry in fs::read_dir(root().join("docs")).expect("docs") {
            let path = entry.expect("a file").path();
            if path.extension().is_none_or(|extension| extension != "md") {
                continue;
            }
            let page = fs::read_to_string(&path).expect("a page");
            for query in queries(&page) {
                let place = path.display();
                let query = Prepared::new(query)
                    .unwrap_or_else(|error| panic!("{place}: {error} in\n{query}"));
                // A graph of other articles has other names.
                let unknown = query.notices(&view).into_iter();
                let unknown = unknown.filter(|notice| !notice.message.contains("the name"));
                assert_eq!(unknown.collect::<Vec<_>>(), [], "{place}");
                count += 1;
            }
        }
        assert!(count >= 15, "{count} queries");
    }
}
