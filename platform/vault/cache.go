package vault

import (
	"container/list"
	"sync"
	"time"

	"github.com/tink-crypto/tink-go/v2/tink"

	"linli/platform/id"
)

type cacheKey struct{ tenant, key id.ID }

type cached struct {
	at      cacheKey
	aead    tink.AEAD
	expires time.Time
}

// cache keeps unwrapped data keys: the most recently used ones, each for a limited time, so that a process that did not
// do the shredding forgets a destroyed key as well.
type cache struct {
	size int
	life time.Duration

	mu    sync.Mutex
	order *list.List // front: used last
	at    map[cacheKey]*list.Element
	purge uint64 // counts purges, so that a key read before a purge is not kept after it
}

func newCache(size int, life time.Duration) *cache {
	return &cache{size: size, life: life, order: list.New(), at: make(map[cacheKey]*list.Element)}
}

// get returns a key that is held and has not expired.
func (c *cache) get(tenant, key id.ID, now time.Time) (tink.AEAD, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.at[cacheKey{tenant, key}]
	if !ok {
		return nil, false
	}
	held := e.Value.(*cached)
	if !now.Before(held.expires) {
		c.drop(e)
		return nil, false
	}
	c.order.MoveToFront(e)
	return held.aead, true
}

// mark is taken before keys are read from the store and given to [cache.put].
func (c *cache) mark() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.purge
}

// put keeps a key, unless keys were purged since mark.
func (c *cache) put(tenant, key id.ID, a tink.AEAD, now time.Time, mark uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.purge != mark {
		return
	}
	k := cacheKey{tenant, key}
	if e, ok := c.at[k]; ok {
		c.drop(e)
	}
	c.at[k] = c.order.PushFront(&cached{at: k, aead: a, expires: now.Add(c.life)})
	for c.order.Len() > c.size {
		c.drop(c.order.Back())
	}
}

// forget purges keys.
func (c *cache) forget(tenant id.ID, keys []id.ID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.purge++
	for _, k := range keys {
		if e, ok := c.at[cacheKey{tenant, k}]; ok {
			c.drop(e)
		}
	}
}

func (c *cache) drop(e *list.Element) {
	c.order.Remove(e)
	delete(c.at, e.Value.(*cached).at)
}
