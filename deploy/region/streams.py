"""What is done to streams by hand: deleting, rewriting, publishing."""

import asyncio
import time

import nats
import nats.errors
import nats.js.errors


class Streams:
    def __init__(self, urls, account, region):
        self.urls, self.account, self.region = urls, account, region

    @staticmethod
    def tried(work):
        """Tries again while servers that were just killed find each other."""
        for _ in range(12):
            try:
                return asyncio.run(work())
            except (nats.errors.Error, nats.js.errors.Error, OSError) as error:
                last = error
                time.sleep(2)
        raise SystemExit(f"the servers do not do what is asked: {last!r}")

    def delete(self, office):
        self.tried(lambda: self._delete(office))

    async def _delete(self, office):
        client = await nats.connect(self.urls, nkeys_seed=self.account.seed)
        try:
            await client.jetstream().delete_stream(f"labd-{self.region}-{office}")
        except nats.js.errors.NotFoundError:
            # An earlier attempt was answered too late.
            pass
        await client.close()

    def publish(self, account, messages):
        """Publishes messages, (subject, bytes), as an account."""
        self.tried(lambda: self._publish(account, messages))

    async def _publish(self, account, messages):
        client = await nats.connect(self.urls, nkeys_seed=account.seed)
        for subject, content in messages:
            await client.publish(subject, content)
        await client.flush()
        await client.close()

    def rewrite(self, office, change):
        """Fills the office's stream anew with what it has, changed: `change` gets position and line, and returns None to leave it out."""
        asyncio.run(self._rewrite(office, change))

    async def _rewrite(self, office, change):
        client = await nats.connect(self.urls, nkeys_seed=self.account.seed)
        js = client.jetstream()
        stream = f"labd-{self.region}-{office}"
        info = await js.stream_info(stream)
        stored = [await js.get_msg(stream, seq=number)
                  for number in range(info.state.first_seq, info.state.last_seq + 1)]
        await js.delete_stream(stream)
        await js.add_stream(info.config)
        seen = set()
        for message in stored:
            content = message.data
            if message.subject.endswith(".events"):
                position = int(content.split(b'"position":')[1].split(b",")[0])
                # Lines that came again were not lost with the others.
                content = change(position, content) if position not in seen else None
                seen.add(position)
            if content is not None:
                await js.publish(message.subject, content)
        await client.close()
