//! Everything that needs a real peer: Postgres, snmpd, Redis, the whole product over HTTP. One program, because linking
//! the product once a file takes longer than all the tests.

mod account_security;
mod audit_log;
mod branding;
mod catalogue;
mod domains;
mod isolation;
mod leaving;
mod live_hub;
mod live_redis;
mod live_socket;
mod mail;
mod mail_pages;
mod name_server;
mod network_access;
mod network_common;
mod network_poll;
mod network_rollup;
mod platform_list;
mod role_matrix;
mod snmp_agents;
mod snmp_collector;
mod snmp_hostile;
mod snmp_library;
mod snmp_snmpd;
mod store_audit;
mod store_cluster;
mod store_fence;
mod store_guard;
mod store_keys;
mod store_schema;
mod store_secrets;
mod store_url;
mod tenants;
