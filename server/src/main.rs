//! The binary `lastmile`.

use clap::Parser;
use server::cli::{AuditCommand, Cli, Command, ErasedCommand, FounderCommand, KeysCommand};
use server::keys::Task;
use server::settings::{self, Settings};

fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lastmile: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<()> {
    if matches!(cli.command, Command::Settings) {
        print!("{}", settings::markdown());
        return Ok(());
    }
    let settings = Settings::load(cli.config.as_deref())?;
    server::observe::start_logging(&settings.log)?;
    // Rendering a page blocks on futures of its own: fewer than four workers can dead-lock a stream.
    let workers = std::thread::available_parallelism().map_or(4, |cores| cores.get().max(4));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(workers).enable_all().build()?;
    let done = runtime.block_on(async {
        match cli.command {
            Command::Serve { demo } => server::serve(settings, demo).await,
            Command::Migrate => server::migrate(settings).await,
            Command::Demo => server::demo_only(settings).await,
            Command::Founder { command: FounderCommand::Invite { email } } => server::invite_founder(settings, &email).await,
            Command::Founder { command: FounderCommand::Recover { email } } => server::recover_founder(settings, &email).await,
            Command::Audit { command: AuditCommand::Verify { tenant } } => server::audit::verify(settings, tenant.as_deref()).await,
            Command::Keys { command: KeysCommand::List } => server::keys::run(settings, Task::List).await,
            Command::Keys { command: KeysCommand::Rotate { data_keys: false, .. } } => server::keys::run(settings, Task::Master).await,
            Command::Keys { command: KeysCommand::Rotate { data_keys: true, tenant } } => server::keys::run(settings, Task::Data(tenant.as_deref())).await,
            Command::Erased { command: ErasedCommand::List } => server::erased::list(settings).await,
            Command::Erased { command: ErasedCommand::Replay { file } } => server::erased::replay(settings, &file).await,
            Command::Settings => Ok(()),
        }
    });
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    done
}
