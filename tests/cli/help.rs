//! Help, completions, manual pages, the schema: what the program says of itself.

use super::support::Folder;

const COMMANDS: [&str; 26] = [
    "build",
    "extract",
    "assemble",
    "export",
    "push",
    "render",
    "import",
    "explain",
    "stats",
    "query",
    "shell",
    "test",
    "path",
    "timeline",
    "rank",
    "communities",
    "components",
    "diff",
    "eval",
    "code",
    "parse",
    "train",
    "schema",
    "uncovered",
    "completions",
    "man",
];

#[test]
fn every_subcommand_has_an_example_in_its_help() {
    let folder = Folder::new();
    let help = folder.run(&["--help"]).ended(0);
    for command in COMMANDS {
        assert!(
            help.out.contains(&format!("\n  {command} ")),
            "{command} is not in --help"
        );
        let ran = folder
            .run(&[command, "--help"])
            .ended(0)
            .prints(&["Example"]);
        let example = format!("  demarche {command} ");
        assert!(ran.out.contains(&example), "{command} --help:\n{}", ran.out);
    }
    let listed = help
        .out
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1);
    let listed = listed.take_while(|line| !line.is_empty());
    let named = listed.filter(|line| !line.starts_with("   ")).count();
    assert_eq!(
        named,
        COMMANDS.len() + 1,
        "the list of this test and `help` itself"
    );
}

#[test]
fn wrong_arguments_end_with_2() {
    let folder = Folder::new();
    folder.run(&[]).ended(2);
    folder.run(&["biuld"]).ended(2).says(&["'build'"]);
    folder.run(&["stats"]).ended(2).says(&["<GRAPH>"]);
    folder
        .run(&["stats", "graph.json", "--jobs", "0"])
        .ended(2)
        .says(&["1..=1024"]);
    folder
        .run(&["stats", "graph.json", "--quiet", "--verbose"])
        .ended(2);
}

#[test]
fn there_are_completions_for_every_shell() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = folder
            .run(&["completions", shell])
            .ended(0)
            .prints(&["demarche"]);
        for command in COMMANDS {
            assert!(ran.out.contains(command), "no {command} for {shell}");
        }
    }
    folder
        .run(&["completions", "tcsh"])
        .ended(2)
        .says(&["bash"]);
}

#[test]
fn there_is_a_manual_page_for_every_subcommand() {
    let folder = Folder::new();
    folder
        .run(&["man"])
        .ended(0)
        .prints(&[".TH demarche 1", "demarche\\-build(1)"]);
    folder.run(&["man", "-o", "man1"]).ended(0);
    let pages = folder.list("man1");
    for command in COMMANDS {
        let page = format!("demarche-{command}.1");
        assert!(pages.contains(&page), "{page} is not in {pages:?}");
        assert!(
            folder.read(&format!("man1/{page}")).contains("Example"),
            "{page}"
        );
    }
    assert!(pages.contains(&"demarche.1".to_owned()));
}

#[test]
fn schema_show_prints_the_signatures() {
    let folder = Folder::new();
    let ran = folder
        .run(&["schema", "show"])
        .ended(0)
        .prints(&["Proposal|Agreement|Event"]);
    let schema = demarche::schema::Schema::built_in();
    for kind in schema.ontology.relations() {
        let name = &schema.ontology.relation_info(kind).name;
        assert!(
            ran.out
                .lines()
                .any(|line| line.split(' ').next() == Some(name)),
            "{name}"
        );
    }
    folder
        .run(&["schema", "show", "--gazetteer"])
        .ended(0)
        .prints(&["Country"]);
    let ran = folder.run(&["schema", "show", "--frames"]).ended(0);
    assert_eq!(ran.out.lines().count(), 1 + schema.frames.iter().len());
}

#[test]
fn schema_check_accepts_the_schema_of_the_repository() {
    let schema = format!("{}/schema", env!("CARGO_MANIFEST_DIR"));
    let folder = Folder::new();
    folder
        .run(&["schema", "check", &schema])
        .ended(0)
        .prints(&["9 entity types, 22 relation types"]);
    let quiet = folder
        .run(&["schema", "check", &schema, "--quiet"])
        .ended(0);
    assert_eq!(quiet.out, "");
}
