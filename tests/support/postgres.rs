//! A PostgreSQL server of our own: made for the tests, reached by a socket in its folder, gone when
//! the tests are.

use std::ffi::{OsStr, OsString};
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

/// The oldest version that a node takes.
const VERSION_MIN: u32 = 15;

/// Set where a missing server is a fault and not a reason to skip.
const NEEDED: &str = "FURLONG_TEST_NEEDS_POSTGRES";

/// A running server.
pub(crate) struct Server {
    programs: PathBuf,
    folder: PathBuf,
    /// Whose the server is: it refuses to be root's.
    user: Option<(u32, u32)>,
    /// Ends the server when this process is gone, however it went.
    watch: Child,
}

/// The server that all tests of this process share.
pub(crate) fn shared() -> Option<&'static Server> {
    static SHARED: OnceLock<Option<Server>> = OnceLock::new();
    SHARED.get_or_init(Server::start).as_ref()
}

impl Server {
    /// Makes a cluster and starts it; nothing where PostgreSQL is not installed.
    pub(crate) fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            assert!(std::env::var_os(NEEDED).is_none(), "no PostgreSQL {VERSION_MIN} or later");
            tell("skipped: no PostgreSQL (apt install postgresql)");
            return None;
        };
        let user = ordinary_user();
        stale::sweep(&programs, user);
        let named = stale::name_of(std::process::id());
        let made = tempfile::Builder::new().prefix(&named).tempdir();
        let folder = made.map(TempDir::keep).expect("a folder");
        if let Some((uid, gid)) = user {
            chown(&folder, Some(uid), Some(gid)).expect("the folder changes hands");
        }
        let cluster = folder.join("cluster").display().to_string();
        let mut end = command(&programs.join("pg_ctl"), user);
        end.args(["stop", "-m", "immediate", "-D", &cluster]);
        let watch = watch(&folder, end);
        let server = Self { programs, folder, user, watch };
        let arguments = ["--auth=trust", "--username=furlong", "--encoding=UTF8", "--no-sync"];
        server.succeed("initdb", &[&arguments[..], &["--locale=C.UTF-8", "-D", &cluster]].concat());
        server.up();
        Some(server)
    }

    /// Starts it, after [`Server::fall`] for instance, and waits until it takes connections.
    pub(crate) fn up(&self) {
        let log = self.folder.join("log").display().to_string();
        // No port is opened: the socket lies in a folder that only its owner may enter.
        let options = format!(
            "-c listen_addresses= -k {} -c wal_level=minimal -c max_wal_senders=0",
            self.folder.display()
        );
        let arguments = ["start", "-w", "-l", &log, "-o", &options, "-D", &self.cluster()];
        self.succeed("pg_ctl", &arguments);
    }

    /// Ends it at once, without a checkpoint, as a power cut would.
    pub(crate) fn fall(&self) {
        self.succeed("pg_ctl", &["stop", "-m", "immediate", "-D", &self.cluster()]);
    }

    /// SIGKILL for the process that writes the log: the server throws everybody out, recovers, and
    /// takes connections again.
    pub(crate) fn kill_a_child(&self) {
        let asked = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'";
        let pid = self.sql("postgres", asked);
        let killed = Command::new("kill").args(["-KILL", pid.trim()]).status();
        assert!(killed.expect("kill runs").success());
        let answers = |_| self.run("psql", &self.question("postgres", "SELECT 1")).is_ok();
        assert!((0..2_000).any(answers), "the server recovers");
    }

    /// A new, empty database that sorts as people do, which is not how bytes sort.
    pub(crate) fn database(&self) -> Database<'_> {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let name = format!("furlong_{}", NUMBER.fetch_add(1, Ordering::SeqCst));
        let locale = "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'";
        self.sql("postgres", &format!("CREATE DATABASE {name} {locale}"));
        Database { server: self, name }
    }

    /// Runs SQL as the superuser; the answer is bare rows.
    pub(crate) fn sql(&self, database: &str, sql: &str) -> String {
        self.succeed("psql", &self.question(database, sql))
    }

    fn question(&self, database: &str, sql: &str) -> Vec<String> {
        let socket = self.folder.display().to_string();
        let bare = ["-h", &socket, "-U", "furlong", "-d", database, "-X", "-A", "-t", "-q"];
        let all = bare.into_iter().chain(["-v", "ON_ERROR_STOP=1", "-c", sql]);
        all.map(str::to_owned).collect()
    }

    fn cluster(&self) -> String {
        self.folder.join("cluster").display().to_string()
    }

    #[track_caller]
    fn succeed(&self, program: &str, arguments: &[impl AsRef<OsStr>]) -> String {
        self.run(program, arguments).unwrap_or_else(|told| {
            let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            panic!("{program}: {told}\n{log}")
        })
    }

    fn run(&self, program: &str, arguments: &[impl AsRef<OsStr>]) -> Result<String, String> {
        let mut command = command(&self.programs.join(program), self.user);
        let output = command.args(arguments).current_dir(&self.folder).output();
        let output = output.unwrap_or_else(|error| panic!("{program}: {error}"));
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
    }
}

impl Drop for Server {
    /// Its end is the watcher's work, which begins when nobody holds the other end of its input.
    fn drop(&mut self) {
        drop(self.watch.stdin.take());
        drop(self.watch.wait());
    }
}

/// A database of a server.
pub(crate) struct Database<'a> {
    server: &'a Server,
    pub(crate) name: String,
}

impl Database<'_> {
    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("postgres://furlong@/{}?host={}", self.name, self.server.folder.display())
    }

    /// Runs SQL in it as the superuser.
    pub(crate) fn sql(&self, sql: &str) -> String {
        self.server.sql(&self.name, sql)
    }
}

/// A line beside the results of the tests.
pub(crate) fn tell(line: &str) {
    // Nobody to read it is no reason to fail.
    drop(writeln!(std::io::stderr().lock(), "{line}"));
}

/// A program of PostgreSQL, run as its user.
fn command(program: &Path, user: Option<(u32, u32)>) -> Command {
    let Some((uid, gid)) = user else { return Command::new(program) };
    let mut command = Command::new("setpriv");
    command.args([format!("--reuid={uid}"), format!("--regid={gid}")]);
    command.arg("--clear-groups").arg(program);
    command
}

/// Where initdb and postgres of a version that will do lie.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    if let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") {
        folders.extend(versions.flatten().map(|entry| entry.path().join("bin")));
    }
    // A folder of the PATH may hold links to some of the programs only.
    let whole = |folder: &PathBuf| {
        ["initdb", "pg_ctl", "postgres", "psql"].iter().all(|name| folder.join(name).exists())
    };
    folders.into_iter().filter(whole).find(|folder| version(folder) >= Some(VERSION_MIN))
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`
fn version(programs: &Path) -> Option<u32> {
    let output = Command::new(programs.join("postgres")).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.split_once(") ")?.1.split(['.', ' ', '\n', 'd', 'b', 'r']).next()?.parse().ok()
}

/// Root's tests run the server as another user; everybody else is ordinary.
fn ordinary_user() -> Option<(u32, u32)> {
    let own = std::fs::metadata("/proc/self").expect("this process").uid();
    if own != 0 {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").expect("users");
    let found = ["postgres", "nobody"].iter().find_map(|name| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    });
    let user = found.expect("a user `postgres` or `nobody`, as PostgreSQL refuses to be root's");
    tell(&format!("this is root: PostgreSQL runs as the user {}", user.0));
    Some(user)
}

/// What a run that was killed left behind, because its watcher was killed as well.
mod stale {
    use super::{Command, Path, PathBuf, command};
    use std::os::unix::fs::MetadataExt as _;

    const PREFIX: &str = "furlong-postgres-";

    /// The folder says whose server it is.
    pub(super) fn name_of(process: u32) -> String {
        format!("{PREFIX}{process}-")
    }

    /// Ends the servers of processes that are gone, and removes them.
    pub(super) fn sweep(programs: &Path, user: Option<(u32, u32)>) {
        let entries = std::fs::read_dir(std::env::temp_dir()).into_iter().flatten().flatten();
        for folder in entries.map(|entry| entry.path()).filter(|path| is_left(path, user)) {
            let cluster = folder.join("cluster");
            let mut end: Command = command(&programs.join("pg_ctl"), user);
            end.args(["stop", "-m", "immediate", "-D"]).arg(cluster).current_dir("/");
            // One that has ended already is no reason to keep its folder.
            drop(end.output());
            drop(std::fs::remove_dir_all(folder));
        }
    }

    fn is_left(path: &PathBuf, user: Option<(u32, u32)>) -> bool {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let owner = name.strip_prefix(PREFIX).and_then(|rest| rest.split('-').next());
        let owner = owner.and_then(|text| text.parse::<u32>().ok());
        let is_gone = |owner: u32| !Path::new(&format!("/proc/{owner}")).exists();
        let own = std::fs::metadata("/proc/self").map(|about| about.uid()).ok();
        let ours = user.map(|(uid, _)| uid).or(own);
        let about = std::fs::symlink_metadata(path).ok();
        owner.is_some_and(is_gone)
            && about.is_some_and(|about| about.is_dir() && Some(about.uid()) == ours)
    }
}

#[test]
fn a_server_whose_run_was_killed_is_ended_by_the_next_run() {
    let Some(mut server) = Server::start() else { return };
    let database = server.database();
    assert_eq!(server.sql(&database.name, "SELECT 1").trim(), "1");
    drop(database);
    // As after a kill of the run and of its watcher.
    server.watch.kill().expect("it waits");
    server.watch.wait().expect("it ends");
    let mut gone = Command::new("true").spawn().expect("a process");
    gone.wait().expect("it ends");
    let rest = server.folder.file_name().expect("a name").to_string_lossy().into_owned();
    let rest = rest.rsplit('-').next().expect("a name").to_owned();
    let left = server.folder.with_file_name(format!("{}{rest}", stale::name_of(gone.id())));
    std::fs::rename(&server.folder, &left).expect("it is renamed");
    let pid = std::fs::read_to_string(left.join("cluster/postmaster.pid")).expect("it runs");
    let process = PathBuf::from("/proc").join(pid.lines().next().expect("its number"));
    assert!(process.exists());
    stale::sweep(&server.programs, server.user);
    assert!(!left.exists());
    // One that has ended has no command line, also before somebody has fetched its end.
    assert_eq!(std::fs::read(process.join("cmdline")).unwrap_or_default(), b"");
}

/// Waits for the end of its input, which comes with the end of this process; then ends the server
/// of the folder and removes it.
fn watch(folder: &Path, mut end: Command) -> Child {
    let arguments: Vec<OsString> = end.get_args().map(OsString::from).collect();
    let ending = end.get_program().to_owned();
    end = Command::new("sh");
    end.args(["-c", "read -r line; \"$@\"; rm -rf \"$0\""]).arg(folder).arg(ending).args(arguments);
    let quiet = end.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    // Whoever kills this run with its whole group, from a terminal for instance, must not get it, too.
    quiet.process_group(0).spawn().expect("a shell")
}
