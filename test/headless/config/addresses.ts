/** Monero addresses of Monero's own tests (monero-project/monero, tests/functional_tests/validate_address.py): nobody mines for them. */
export const ADDRESSES: [network: 'mainnet' | 'testnet' | 'stagenet', kind: string, address: string][] = [
  [
    ...(['mainnet', 'standard'] as const),
    '42ey1afDFnn4886T7196doS9GPMzexD9gXpsZJDwVjeRVdFCSoHnv7KPbBeGpzJBzHRCAs9UxqeoyFQMYbqSWYTfJJQAWDm',
  ],
  [
    ...(['mainnet', 'standard'] as const),
    '44Kbx4sJ7JDRDV5aAhLJzQCjDz2ViLRduE3ijDZu3osWKBjMGkV1XPk4pfDUMqt1Aiezvephdqm6YD19GKFD9ZcXVUTp6BW',
  ],
  [
    ...(['testnet', 'standard'] as const),
    '9ujeXrjzf7bfeK3KZdCqnYaMwZVFuXemPU8Ubw335rj2FN1CdMiWNyFV3ksEfMFvRp9L9qum5UxkP5rN9aLcPxbH1au4WAB',
  ],
  [
    ...(['stagenet', 'standard'] as const),
    '53teqCAESLxeJ1REzGMAat1ZeHvuajvDiXqboEocPaDRRmqWoVPzy46GLo866qRFjbNhfkNckyhST3WEvBviDwpUDd7DSzB',
  ],
  [
    ...(['mainnet', 'integrated'] as const),
    '4BxSHvcgTwu25WooY4BVmgdcKwZu5EksVZSZkDd6ooxSVVqQ4ubxXkhLF6hEqtw96i9cf3cVfLw8UWe95bdDKfRQeYtPwLm1Jiw7AKt2LY',
  ],
  [
    ...(['mainnet', 'subaddress'] as const),
    '8AsN91rznfkBGTY8psSNkJBg9SZgxxGGRUhGwRptBhgr5XSQ1XzmA9m8QAnoxydecSh5aLJXdrgXwTDMMZ1AuXsN1EX5Mtm',
  ],
  [
    ...(['mainnet', 'subaddress'] as const),
    '86kKnBKFqzCLxtK1Jmx2BkNBDBSMDEVaRYMMyVbeURYDWs8uNGDZURKCA5yRcyMxHzPcmCf1q2fSdhQVcaKsFrtGRsdGfNk',
  ],
  [
    ...(['testnet', 'integrated'] as const),
    'AApMA1VuhiCaHzr5X2KXi2Zc9oJ3VaGjkfChxxpRpxkyKf1NetvbRbQTbFMrGkr85DjnEH7JsBaoUFsgKwZnmtnVWnoB8MDotCsLb7eWwz',
  ],
  [
    ...(['testnet', 'subaddress'] as const),
    'BdKg9udkvckC5T58a8Nmtb6BNsgRAxs7uA2D49sWNNX5HPW5Us6Wxu8QMXrnSx3xPBQQ2iu9kwEcRGAoiz6EPmcZKbF62GS',
  ],
  [
    ...(['testnet', 'subaddress'] as const),
    'BcFvPa3fT4gVt5QyRDe5Vv7VtUFao9ci8NFEy3r254KF7R1N2cNB5FYhGvrHbMStv4D6VDzZ5xtxeKV8vgEPMnDcNFuwZb9',
  ],
  [
    ...(['stagenet', 'integrated'] as const),
    '5K8mwfjumVseCcQEjNbf59Um6R9NfVUNkHTLhhPCmNvgDLVS88YW5tScnm83rw9mfgYtchtDDTW5jEfMhygi27j1QYphX38hg6m4VMtN29',
  ],
  [
    ...(['stagenet', 'subaddress'] as const),
    '73LhUiix4DVFMcKhsPRG51QmCsv8dYYbL6GcQoLwEEFvPvkVvc7BhebfA4pnEFF9Lq66hwvLqBvpHjTcqvpJMHmmNjPPBqa',
  ],
  [
    ...(['stagenet', 'subaddress'] as const),
    '7A1Hr63MfgUa8pkWxueD5xBqhQczkusYiCMYMnJGcGmuQxa7aDBxN1G7iCuLCNB3VPeb2TW7U9FdxB27xKkWKfJ8VhUZthF',
  ],
];

/** The first of them, for users of pools. */
export const WALLET = ADDRESSES[0]?.[2] ?? '';
export const SUBADDRESS = ADDRESSES[5]?.[2] ?? '';
