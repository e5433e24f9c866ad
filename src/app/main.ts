import Hello from './hello.worker.ts?worker&inline'
new Hello().onmessage = (e) => { document.body.append(e.data + '|') }
