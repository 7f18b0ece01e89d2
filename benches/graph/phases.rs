//! What each step over a list of edges costs inside one process, and the lists to measure it on.
//!
//!     phases rmat SCALE EDGES SEED > LIST
//!     phases run LIST PHASE…
//!
//! `run` reads the list and then takes the phases in the order given: `pagerank`, `undirected`, `leiden`, `coreness`,
//! `components`, `betweenness`, `gexf`. It prints one JSON object a phase: seconds, CPU seconds and the peak of the
//! resident memory during the phase, in KiB. `pagerank=FILE` keeps the ranks, one number of 64 bits a node, by the node's
//! number in the list. By hand, on Linux; `benches/graph/run.py` drives it.
#![expect(clippy::print_stdout, reason = "edges and measurements go to standard output")]

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};
use std::time::Instant;

use citegraph::export::{Network, gexf};
use citegraph::graph::{
    Direction, EdgeList, LeidenOptions, NodeNames, PagerankOptions, UndirectedAdjacency,
    components, core_numbers, leiden_communities, modularity, pagerank,
    sampled_betweenness_centrality,
};

/// Sources of the sampled betweenness.
const SAMPLES: usize = 64;

fn main() -> io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| args.get(at).and_then(|arg| arg.parse::<u64>().ok());
    match (args.first().map(String::as_str), number(1), number(2), number(3)) {
        (Some("rmat"), Some(scale), Some(edges), Some(seed)) => rmat(scale as u32, edges, seed),
        (Some("run"), ..) if args.len() > 1 => run(&args[1], &args[2..]),
        _ => Err(io::Error::other("phases rmat SCALE EDGES SEED, or phases run LIST PHASE…")),
    }
}

/// SplitMix64.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

/// R-MAT with a, b, c, d = 0.57, 0.19, 0.19, 0.05: edges in the order drawn, none twice, for some programs keep such
/// and some do not; self-loops stay. Nodes without an edge are left out, and the others numbered from 0 in an order of
/// chance.
fn rmat(scale: u32, edges: u64, seed: u64) -> io::Result<()> {
    let mut chance = Chance(seed);
    let mut ends: Vec<[u32; 2]> = Vec::with_capacity(edges as usize);
    let mut seen = HashSet::with_capacity(edges as usize);
    while (ends.len() as u64) < edges {
        let [mut from, mut to] = [0_u32; 2];
        for _ in 0..scale {
            let (down, right) = match chance.next() % 100 {
                0..57 => (0, 0),
                57..76 => (0, 1),
                76..95 => (1, 0),
                _ => (1, 1),
            };
            (from, to) = (2 * from + down, 2 * to + right);
        }
        if seen.insert([from, to]) {
            ends.push([from, to]);
        }
    }
    let mut numbers = vec![u32::MAX; 1 << scale];
    let mut used: Vec<u32> = Vec::new();
    for end in ends.iter().flatten() {
        if numbers[*end as usize] == u32::MAX {
            numbers[*end as usize] = 0;
            used.push(*end);
        }
    }
    for last in (1..used.len()).rev() {
        used.swap(last, (chance.next() % (last as u64 + 1)) as usize);
    }
    used.iter().enumerate().for_each(|(number, end)| numbers[*end as usize] = number as u32);
    let mut out = BufWriter::with_capacity(1 << 18, io::stdout().lock());
    for [from, to] in ends {
        writeln!(out, "{} {}", numbers[from as usize], numbers[to as usize])?;
    }
    out.flush()
}

fn run(path: &str, phases: &[String]) -> io::Result<()> {
    let list = timed("load", || {
        let reader = BufReader::with_capacity(1 << 18, File::open(path)?);
        EdgeList::read(reader, Direction::Directed).map_err(io::Error::other)
    })?;
    let EdgeList { graph, names } = list;
    println!(r#"{{"nodes": {}, "edges": {}}}"#, graph.nodes(), graph.edges());
    let mut undirected = None;
    for phase in phases {
        let (phase, file) = phase.split_once('=').unwrap_or((phase, ""));
        match phase {
            "pagerank" => {
                let ranked = timed(phase, || pagerank(&graph, PagerankOptions::default()));
                println!(r#"{{"rounds": {}}}"#, ranked.rounds);
                if !file.is_empty() {
                    save(&ranked.values, &names, file)?;
                }
            }
            "undirected" => {
                undirected = Some(timed(phase, || UndirectedAdjacency::from_graph(&graph)));
            }
            "components" => drop(timed(phase, || components(&graph))),
            "betweenness" => {
                drop(timed(phase, || sampled_betweenness_centrality(&graph, SAMPLES, 0)));
            }
            "coreness" | "leiden" => {
                let plain =
                    undirected.get_or_insert_with(|| UndirectedAdjacency::from_graph(&graph));
                if phase == "coreness" {
                    timed(phase, || core_numbers(plain));
                    continue;
                }
                let found = timed(phase, || leiden_communities(plain, LeidenOptions::sized(plain)));
                let quality = modularity(plain, &found.membership, 1.0).unwrap_or_default();
                let (rounds, stable) = (found.rounds, found.stable);
                println!(r#"{{"modularity": {quality}, "rounds": {rounds}, "stable": {stable}}}"#);
            }
            "gexf" => {
                let network = Network::from_edge_list(graph.clone(), names.clone());
                let mut out = BufWriter::with_capacity(1 << 16, File::create("/dev/null")?);
                timed(phase, || gexf::write(&network, &mut out))?;
            }
            other => return Err(io::Error::other(format!("no phase is called {other}"))),
        }
    }
    Ok(())
}

/// Ranks by the numbers of the list, as bytes.
fn save(ranks: &[f64], names: &NodeNames, path: &str) -> io::Result<()> {
    let NodeNames::Numbers(numbers) = names else {
        return Err(io::Error::other("the nodes of the list are not all numbers"));
    };
    let mut by_number = vec![0.0; numbers.iter().max().map_or(0, |most| *most as usize + 1)];
    numbers.iter().zip(ranks).for_each(|(number, rank)| by_number[*number as usize] = *rank);
    fs::write(path, by_number.iter().flat_map(|rank: &f64| rank.to_le_bytes()).collect::<Vec<_>>())
}

fn timed<T>(phase: &str, work: impl FnOnce() -> T) -> T {
    // Linux forgets the peak so far.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let (start, cpu) = (Instant::now(), cpu());
    let made = work();
    let (seconds, cpu) = (start.elapsed().as_secs_f64(), self::cpu() - cpu);
    let peak = peak().unwrap_or_default();
    println!(r#"{{"phase": "{phase}", "wall": {seconds:.4}, "cpu": {cpu:.2}, "peak": {peak}}}"#);
    made
}

/// Seconds of the processor so far, user and system, in steps of a hundredth.
fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after.split_whitespace().skip(11).take(2);
    ticks.filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The most memory that was resident, in KiB.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
