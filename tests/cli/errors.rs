//! What goes wrong: every message says what and where and what to do, and the exit is 2.

use super::support::{Folder, Ran, lines, records, with_graph};

const STORY: &str = "Talks in Geneva\n\nFrance signed the accord with Poland on Friday.\n";

/// An error and not a panic, with nothing on standard output.
#[track_caller]
fn failed(ran: Ran, parts: &[&str]) {
    let ran = ran.ended(2).says(&["error: "]).says(parts);
    assert_eq!(ran.out, "");
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
}

#[test]
fn a_missing_file() {
    let folder = Folder::new();
    failed(
        folder.run(&["build", "missing.txt"]),
        &["missing.txt: no such file", "check the name"],
    );
    for command in ["stats", "explain", "assemble"] {
        let ran = folder.run(&[command, "missing.json"]);
        failed(
            ran,
            &["missing.json: cannot read", "hint: check the spelling"],
        );
    }
    folder.write("story.txt", STORY);
    let ran = folder.run(&["extract", "story.txt", "--metadata", "missing.csv"]);
    failed(ran, &["missing.csv"]);
    assert_eq!(folder.list(""), ["story.txt"], "nothing was begun");
}

#[test]
fn an_empty_folder_and_a_pattern_that_fits_nothing() {
    let folder = Folder::new();
    folder.write("empty/.hidden.txt", STORY);
    failed(
        folder.run(&["build", "empty"]),
        &["empty: no articles in this folder", ".txt"],
    );
    failed(folder.run(&["extract", "*.txt"]), &["*.txt"]);
    failed(
        folder.run(&["assemble", "empty"]),
        &["empty: the folder holds no *.json"],
    );
}

#[test]
fn bytes_that_are_no_text_are_a_warning_and_the_others_go_through() {
    let folder = Folder::new();
    folder.write("in/a.txt", STORY).write("in/c.txt", STORY);
    folder.write(
        "in/b.txt",
        [0u8, 1, 2, 3, 0, 0, 0, 255, 254, 0, 7, 0].repeat(40),
    );
    let ran = folder
        .run(&["extract", "in"])
        .ended(0)
        .says(&["warning: in/b.txt"]);
    assert_eq!(ran.out.lines().count(), 2);
    failed(folder.run(&["build", "in", "--strict"]), &["in/b.txt"]);
    let quiet = folder.run(&["extract", "in", "--quiet"]).ended(0);
    assert_eq!(quiet.err, "");
    folder
        .run(&["build", "in/b.txt"])
        .ended(1)
        .says(&["no article could be read"]);
    assert!(
        folder.list("out").is_empty(),
        "no graph of nothing, and no half-written files"
    );
}

#[test]
fn a_broken_line_of_articles_is_named_with_its_number() {
    let folder = Folder::new();
    let good = |id: u32| format!("{{\"id\": \"a{id}\", \"text\": \"France met Poland.\"}}\n");
    let file = format!("{}{}{{\"id\": \"x\", \"text\n{}", good(1), good(2), good(3));
    folder.write("news.jsonl", file);
    let ran = folder
        .run(&["extract", "news.jsonl"])
        .ended(0)
        .says(&["warning: news.jsonl:3: "]);
    assert_eq!(ran.out.lines().count(), 3);
    failed(
        folder.run(&["build", "news.jsonl", "--strict"]),
        &["news.jsonl:3: "],
    );
}

#[test]
fn strict_makes_the_first_warning_an_error_and_writes_nothing() {
    let folder = Folder::new();
    folder.write("in/a.txt", STORY).write("in/b.txt", "");
    folder
        .run(&["build", "in", "-o", "out"])
        .worked()
        .says(&["warning: in/b.txt"]);
    let before = folder.read("out/records.jsonl");
    folder.write("in/a.txt", STORY.repeat(2));
    failed(
        folder.run(&["build", "in", "-o", "out", "--strict"]),
        &["in/b.txt"],
    );
    assert_eq!(folder.read("out/records.jsonl"), before);
    assert_eq!(folder.list("out").len(), 7, "no temporary files are left");
}

#[test]
fn a_broken_record_is_named_with_its_line() {
    let folder = Folder::new();
    let [first, mut second] = records();
    folder.write(
        "cut.jsonl",
        format!("{first}\n\n{}", &second.to_string()[..100]),
    );
    failed(
        folder.run(&["assemble", "cut.jsonl"]),
        &["cut.jsonl:3: ", "cut off"],
    );
    second["relations"][0]["type"] = "befriends".into();
    folder.write("type.jsonl", lines(&[first, second]));
    failed(
        folder.run(&["assemble", "type.jsonl", "-o", "g.json"]),
        &["type.jsonl:2: ", "befriends", "signed"],
    );
    let [_, mut second] = records();
    second["relations"][0]["target"] = "nobody".into();
    folder.write("end.jsonl", lines(&[second]));
    failed(
        folder.run(&["assemble", "end.jsonl"]),
        &["end.jsonl:1: ", "\"nobody\""],
    );
    assert!(!folder.path("g.json").exists());
}

#[test]
fn an_unknown_format() {
    let folder = with_graph();
    let known = demarche::export::EXPORTERS
        .iter()
        .map(|exporter| exporter.name());
    let known: Vec<&str> = known.collect();
    let listed = known.join(", ");
    let said = ["'grapml'", "'graphml'", listed.as_str()];
    failed(
        folder.run(&["export", "graph.json", "--to", "dot,grapml"]),
        &said,
    );
    failed(
        folder.run(&["build", "graph.json", "--to", "grapml"]),
        &said,
    );
    failed(
        folder.run(&["build", "x", "--input-format", "docx"]),
        &["'docx'", "html"],
    );
    failed(
        folder.run(&["build", "x", "--date", "3 August"]),
        &["3 August", "YYYY-MM-DD"],
    );
    failed(
        folder.run(&["build", "x", "--date", "20220803"]),
        &["YYYY-MM-DD"],
    );
    failed(
        folder.run(&["build", "x", "--fields", "txt=body"]),
        &["txt", "text=fulltext"],
    );
}

#[test]
fn a_mistake_in_a_schema_is_named_with_file_and_line() {
    let folder = Folder::new();
    let schema = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
    let copy = |name: &str, change: &dyn Fn(String) -> String| {
        let text = std::fs::read_to_string(schema.join(name)).expect("the schema");
        folder.write(&format!("my/{name}"), change(text));
    };
    let whole = || {
        for name in ["ontology.toml", "frames.toml"] {
            copy(name, &|text| text);
        }
        for entry in std::fs::read_dir(schema.join("gazetteer")).expect("the gazetteer") {
            let name = entry.expect("an entry").file_name();
            copy(
                &format!("gazetteer/{}", name.to_str().expect("a name")),
                &|text| text,
            );
        }
    };
    whole();
    folder.run(&["schema", "check", "my"]).ended(0);
    copy("ontology.toml", &|text| {
        text.replacen("source = [\"Actor\"]", "source = [\"Actr\"]", 1)
    });
    let text = folder.read("my/ontology.toml");
    let changed = text
        .lines()
        .position(|line| line.contains("Actr"))
        .expect("the change");
    let place = format!("my/ontology.toml:{}: ", changed + 1);
    failed(
        folder.run(&["schema", "check", "my"]),
        &[&place, "\"Actr\""],
    );
    folder.write("story.txt", STORY);
    failed(
        folder.run(&["extract", "story.txt", "--schema", "my"]),
        &[&place],
    );
    whole();
    let end = folder.read("my/gazetteer/countries.csv").lines().count() + 1;
    copy("gazetteer/countries.csv", &|text| {
        text + "Contry,Nowhere,NW,,,,,,\n"
    });
    let place = format!("my/gazetteer/countries.csv:{end}: ");
    failed(
        folder.run(&["schema", "check", "my"]),
        &[&place, "\"Contry\""],
    );
    failed(
        folder.run(&["schema", "check", "nowhere"]),
        &["nowhere/ontology.toml: cannot read"],
    );
}

#[test]
fn a_folder_that_cannot_be_written_to() {
    let folder = with_graph();
    folder
        .write("story.txt", STORY)
        .write("file", "a file, not a folder");
    let hint = "hint: choose a folder that you may write to";
    let ran = folder.run(&["build", "story.txt", "-o", "file/out"]);
    failed(ran, &["file/out: cannot create the folder", hint]);
    let ran = folder.run(&["extract", "story.txt", "-o", "file/records.jsonl"]);
    failed(ran, &["file/records.jsonl: cannot write", hint]);
    let ran = folder.run(&["assemble", "records.jsonl", "-o", "nowhere/graph.json"]);
    failed(ran, &["nowhere/graph.json: cannot write", hint]);
    failed(
        folder.run(&["man", "-o", "file"]),
        &["file: cannot create the folder"],
    );
    assert_eq!(folder.read("file"), "a file, not a folder");
}

#[test]
fn a_graph_file_that_is_cut_off_or_none() {
    let folder = with_graph();
    let graph = folder.read("graph.json");
    for length in [1, graph.len() / 3, graph.len() / 2, graph.len() - 3] {
        folder.write("cut.json", &graph[..length]);
        for args in [
            &["stats", "cut.json"][..],
            &["export", "cut.json", "--to", "dot"],
        ] {
            failed(folder.run(args), &["cut.json:", "cut off", "build"]);
        }
    }
    failed(
        folder.run(&["diff", "graph.json", "records.jsonl"]),
        &["records.jsonl:"],
    );
    folder.write("empty.json", "");
    failed(
        folder.run(&["explain", "empty.json"]),
        &["empty.json: the file is empty"],
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let folder = with_graph();
    folder.write("story.txt", STORY);
    for line in [
        "\"$0\" stats graph.json > /dev/full",
        "\"$0\" extract story.txt > /dev/full",
        "\"$0\" assemble records.jsonl -o /dev/full",
        "\"$0\" completions bash > /dev/full",
    ] {
        failed(
            folder.shell(line),
            &[
                "cannot write: No space left on device",
                "hint: free some space",
            ],
        );
    }
    assert!(
        folder.shell("test -c /dev/full").code == 0,
        "a device stays a device"
    );
}

#[cfg(unix)]
#[test]
fn a_disk_that_fills_up_in_the_middle_leaves_the_earlier_files_whole() {
    let folder = Folder::new();
    folder.write("story.txt", STORY);
    folder.run(&["build", "story.txt"]).worked();
    let before = folder.read("out/graph.json");
    let line = |id: u32| format!("{{\"id\": \"a{id}\", \"text\": \"France met Poland.\"}}\n");
    folder.write("many.jsonl", (0..300).map(line).collect::<String>());
    // A limit on the size of a file, with the signal that goes with it ignored, is a full disk.
    let ran = folder.shell("trap '' XFSZ; ulimit -f 16; exec \"$0\" build many.jsonl");
    failed(
        ran,
        &[
            "cannot write: File too large",
            "earlier files are as they were",
        ],
    );
    assert_eq!(folder.read("out/graph.json"), before);
    assert_eq!(folder.list("out").len(), 7, "{:?}", folder.list("out"));
}

#[test]
fn what_a_push_cannot_begin_with() {
    let folder = Folder::new();
    let push = |address: &str, options: &[&str]| {
        folder.run(&[&["push", "graph.json", address], options].concat())
    };
    if cfg!(not(feature = "neo4j")) {
        let message = "push is not in this build; install with `--features neo4j`";
        failed(push("neo4j://localhost", &[]), &[message]);
        return;
    }
    failed(push("localhost", &[]), &["\"localhost\" has no scheme"]);
    failed(
        push("http://localhost", &[]),
        &["no scheme \"http\"", "bolt+ssc"],
    );
    let ran = push("neo4j://ada:sesame@localhost", &[]);
    assert!(!ran.err.contains("sesame"), "{}", ran.err);
    failed(ran, &["NEO4J_PASSWORD"]);
    failed(
        push("neo4j://localhost", &["--password-file", "secret"]),
        &["secret: cannot read"],
    );
    let ran = push("bolt://127.0.0.1:1", &["--no-auth"]);
    failed(ran, &["bolt://127.0.0.1:1: no Neo4j answers"]);
    let ran = push("bolt://127.0.0.1:1", &["--user", "ada", "--no-auth"]);
    ran.ended(2).says(&["cannot be used with"]);
}
