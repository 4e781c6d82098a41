// Package archive 备份文件 is the form of linli's backups: one file that is written and read from front to back.
//
//	gzip( tar( linli.json  entry …  manifest.json  seals.json ) )
//
// linli.json is the [Header]: what is in the file, from when, in which version of this form. manifest.json names every
// entry before it with its size and SHA-256; a file without it was cut short. seals.json holds, for each tenant, the hash of
// the manifest sealed under that tenant's own key: it opens only with the keys that belong to the file, and nobody without
// them can write another. `tar -xzf` opens the file as well, should linli ever be gone.
package archive
