// Makes a feed with @tufjs/models, an independent implementation of The Update Framework's
// documents: two keys for targets, of which both must sign, a delegated role, and two roots.
// usage: node tuf-make.js MODULES FEED
'use strict'
const crypto = require('crypto')
const fs = require('fs')
const path = require('path')

const [modules, feed] = process.argv.slice(2)
const models = require(path.join(modules, 'tuf-js/node_modules/@tufjs/models'))

const EXPIRES = new Date(Date.now() + 86400000).toISOString().replace(/\.\d+Z$/, 'Z')
const SPKI_HEAD = 12 // bytes before the 32 of an Ed25519 key
const HEAD = { specVersion: '1.0.34', expires: EXPIRES }

function signer() {
  const pair = crypto.generateKeyPairSync('ed25519')
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' })
  const value = spki.subarray(SPKI_HEAD).toString('hex')
  const keyID = crypto.createHash('sha256').update(value).digest('hex')
  const key = new models.Key({
    keyID,
    keyType: 'ed25519',
    scheme: 'ed25519',
    keyVal: { public: value },
  })
  const sign = (bytes) =>
    new models.Signature({ keyID, sig: crypto.sign(null, bytes, pair.privateKey).toString('hex') })
  return { keyID, key, sign }
}

function write(name, bytes) {
  const file = path.join(feed, name)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, bytes)
}

function signed(document, signers) {
  const metadata = new models.Metadata(document)
  signers.forEach((each) => metadata.sign(each.sign))
  return Buffer.from(JSON.stringify(metadata.toJSON(), null, 1))
}

function sha256(bytes) {
  return crypto.createHash('sha256').update(bytes).digest('hex')
}

function promise(version, bytes) {
  return new models.MetaFile({ version, length: bytes.length, hashes: { sha256: sha256(bytes) } })
}

function target(name, text) {
  const bytes = Buffer.from(text)
  const { dir, base } = path.parse(name)
  write(`targets/${dir}/${sha256(bytes)}.${base}`, bytes)
  return new models.TargetFile({ path: name, length: bytes.length, hashes: { sha256: sha256(bytes) } })
}

const [rootA, rootB, first, second, delegate, snapshotKey, timestampKey] = Array.from({ length: 7 }, signer)

// Roles can only be had from JSON.
function root(version, rootKeys) {
  const role = (...keys) => ({ keyids: keys.map((each) => each.keyID), threshold: keys.length })
  const all = [...rootKeys, first, second, snapshotKey, timestampKey]
  return models.Root.fromJSON({
    _type: 'root',
    spec_version: HEAD.specVersion,
    expires: EXPIRES,
    version,
    consistent_snapshot: true,
    keys: Object.fromEntries(all.map((each) => [each.keyID, each.key.toJSON()])),
    roles: {
      root: role(...rootKeys),
      targets: role(first, second),
      snapshot: role(snapshotKey),
      timestamp: role(timestampKey),
    },
  })
}

const nightly = new models.Targets({ ...HEAD, version: 3 })
nightly.addTarget(target('nightly/1.0.0/linux-x64.json', 'of the night, ünïcode "quoted"'))
const nightlyBytes = signed(nightly, [delegate])

const targets = models.Targets.fromJSON({
  _type: 'targets',
  spec_version: HEAD.specVersion,
  expires: EXPIRES,
  version: 2,
  targets: {},
  delegations: {
    keys: { [delegate.keyID]: delegate.key.toJSON() },
    roles: [
      {
        name: 'nightly',
        keyids: [delegate.keyID],
        threshold: 1,
        terminating: true,
        paths: ['channels/nightly.json', 'nightly/*/*'],
      },
    ],
  },
})
targets.addTarget(target('channels/stable.json', '{"schema":1}\n'))
const targetsBytes = signed(targets, [first, second])

const snapshot = new models.Snapshot({
  ...HEAD,
  version: 4,
  meta: { 'targets.json': promise(2, targetsBytes), 'nightly.json': promise(3, nightlyBytes) },
})
const snapshotBytes = signed(snapshot, [snapshotKey])
const timestamp = new models.Timestamp({
  ...HEAD,
  version: 5,
  snapshotMeta: promise(4, snapshotBytes),
})

write('metadata/1.root.json', signed(root(1, [rootA]), [rootA]))
write('metadata/2.root.json', signed(root(2, [rootB]), [rootA, rootB]))
write('metadata/3.nightly.json', nightlyBytes)
write('metadata/2.targets.json', targetsBytes)
write('metadata/4.snapshot.json', snapshotBytes)
write('metadata/timestamp.json', signed(timestamp, [timestampKey]))
