// The demo world's people: tenant's label, portal's label and e-mail address.

/** By the name that tests use. */
export const people = {
  founder: { email: 'founder@lastmile.example', label: 'founder', portal: 'founder' },
  owner: { email: 'owner@acme.example', label: 'acme', portal: 'acme' },
  engineer: { email: 'engineer@acme.example', label: 'acme', portal: 'acme' },
  support: { email: 'support@acme.example', label: 'acme', portal: 'acme' },
  branch: { email: 'manager@north.example', label: 'acme', portal: 'acme' },
  reseller: { email: 'reseller@metro.example', label: 'acme', portal: 'metro.acme' },
  cedar: { email: 'client@cedar.example', label: 'acme', portal: 'metro.acme' },
  aroma: { email: 'client@aroma.example', label: 'acme', portal: 'acme' },
  zenith: { email: 'owner@zenith.example', label: 'zenith', portal: 'zenith' },
  valley: { email: 'reseller@valley.example', label: 'zenith', portal: 'valley.zenith' },
  green: { email: 'client@green.example', label: 'zenith', portal: 'valley.zenith' },
};
