//! Asks name servers for the records that prove whose a domain is.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use async_trait::async_trait;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::rr::{Name, RData};
use hickory_resolver::{Resolver, TokioResolver};
use tenancy::actions::TxtLookup;
use tenancy::rules::domain::Looked;

use crate::settings::Dns;

/// Records of one name that are looked at, and octets of each.
const MOST_RECORDS: usize = 50;
const LONGEST_RECORD: usize = 1_024;

/// The name servers of the settings, or the machine's own.
pub struct NameServers {
    /// `None` where the machine knows no name server.
    resolver: Option<TokioResolver>,
    /// For one name, whatever is tried again meanwhile.
    patience: Duration,
}

impl NameServers {
    /// The name servers that the settings name, else those that the machine uses.
    pub fn new(settings: &Dns) -> anyhow::Result<Self> {
        let chosen = settings.servers().map_err(|problem| anyhow::anyhow!("configuration: dns.resolvers (environment: LASTMILE_DNS_RESOLVERS) {problem}"))?;
        let provider = TokioRuntimeProvider::default();
        let builder = if chosen.is_empty() {
            Resolver::builder(provider)
        } else {
            let servers = chosen.into_iter().map(name_server).collect();
            Ok(Resolver::builder_with_config(ResolverConfig::from_name_servers(servers), provider))
        };
        let timeout = Duration::from_secs(settings.timeout_seconds);
        let resolver = builder.map(|mut builder| {
            let options = builder.options_mut();
            options.timeout = timeout;
            options.attempts = 1;
            options.edns0 = true;
            // Whoever has just changed a record and presses the button wants to see the change.
            options.cache_size = 0;
            options.positive_max_ttl = Some(Duration::ZERO);
            options.negative_max_ttl = Some(Duration::ZERO);
            options.use_hosts_file = ResolveHosts::Never;
            builder.build()
        });
        let resolver = match resolver {
            Ok(Ok(resolver)) => Some(resolver),
            Ok(Err(error)) | Err(error) => {
                tracing::warn!(%error, "this machine knows no name server: domains cannot be checked until dns.resolvers is set");
                None
            }
        };
        Ok(Self { resolver, patience: timeout.saturating_mul(3) })
    }
}

fn name_server(address: SocketAddr) -> NameServerConfig {
    let ip: IpAddr = address.ip();
    let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut connection| {
        connection.port = address.port();
        connection
    });
    NameServerConfig::new(ip, true, connections.into())
}

#[async_trait]
impl TxtLookup for NameServers {
    async fn txt(&self, name: &str) -> Looked {
        let Some(resolver) = &self.resolver else { return Looked::NoAnswer };
        let Ok(mut name) = Name::from_ascii(name) else { return Looked::Nothing };
        // No search list of this machine is tried.
        name.set_fqdn(true);
        let answer = match tokio::time::timeout(self.patience, resolver.txt_lookup(name)).await {
            Ok(answer) => answer,
            Err(_too_late) => return Looked::NoAnswer,
        };
        match answer {
            Ok(lookup) => Looked::Records(lookup.answers().iter().filter_map(|record| text(&record.data)).take(MOST_RECORDS).collect()),
            Err(NetError::Dns(DnsError::NoRecordsFound(_))) => Looked::Nothing,
            Err(NetError::Dns(_)) => Looked::Refused,
            Err(error) => {
                tracing::debug!(%error, "name servers gave no answer");
                Looked::NoAnswer
            }
        }
    }
}

/// The strings of a TXT record as one (RFC 7208 §3.3 reads them so too); `None` for other records and for what is too long or
/// no text.
fn text(data: &RData) -> Option<String> {
    let RData::TXT(txt) = data else { return None };
    let whole: Vec<u8> = txt.txt_data.iter().flat_map(|part| part.iter().copied()).take(LONGEST_RECORD + 1).collect();
    (whole.len() <= LONGEST_RECORD).then(|| String::from_utf8(whole).ok())?
}
