package dev.drover.ftp.client;

/** What a session does its work with, each part for one kind of it. */
record Parts(
        Directories directories,
        Metadata metadata,
        Listings listings,
        StatListings statListings,
        Trees trees,
        Transfers transfers,
        TextTransfers texts) {
    static Parts of(PooledConnection pooled, FtpSession session) {
        Directories directories = new Directories(pooled);
        Metadata metadata = new Metadata(pooled);
        Listings listings = new Listings(pooled, directories, metadata);
        Transfers transfers = new Transfers(pooled, session);
        return new Parts(
                directories,
                metadata,
                listings,
                new StatListings(pooled, directories, listings),
                new Trees(listings, directories),
                transfers,
                new TextTransfers(transfers));
    }
}
