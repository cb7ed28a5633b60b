// Reads a feed with tuf-js, an independent client of The Update Framework.
// usage: node tuf-read.js MODULES FEED FOLDER TARGET...
// MODULES: a node_modules with tuf-js; FEED: a folder, which is served on the loopback interface;
// FOLDER: where metadata/ and targets/ go. Prints what it got, one target a line.
'use strict'
const fs = require('fs')
const http = require('http')
const path = require('path')

const [modules, feed, folder, ...names] = process.argv.slice(2)
const { Updater } = require(path.join(modules, 'tuf-js'))

const server = http.createServer((request, response) => {
  const file = path.join(feed, path.normalize(decodeURIComponent(request.url)))
  if (!fs.existsSync(file)) {
    response.writeHead(404).end()
    return
  }
  response.writeHead(200)
  fs.createReadStream(file).pipe(response)
})

async function read(address) {
  const metadataDir = path.join(folder, 'metadata')
  const targetDir = path.join(folder, 'targets')
  fs.mkdirSync(metadataDir, { recursive: true })
  fs.mkdirSync(targetDir, { recursive: true })
  fs.copyFileSync(path.join(feed, 'metadata/1.root.json'), path.join(metadataDir, 'root.json'))
  const updater = new Updater({
    metadataDir,
    metadataBaseUrl: address + '/metadata',
    targetDir,
    targetBaseUrl: address + '/targets',
    config: { fetchRetries: 0 },
  })
  await updater.refresh()
  for (const name of names) {
    const target = await updater.getTargetInfo(name)
    if (!target) {
      throw new Error('the feed has no target ' + name)
    }
    const file = await updater.downloadTarget(target, path.join(targetDir, encodeURIComponent(name)))
    console.log(name + ' ' + fs.statSync(file).size)
  }
}

server.listen(0, '127.0.0.1', () =>
  read('http://127.0.0.1:' + server.address().port)
    .catch((error) => {
      console.error(String(error))
      process.exitCode = 1
    })
    .finally(() => {
      server.close()
      server.closeAllConnections()
    })
)
