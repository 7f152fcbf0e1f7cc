package dev.drover.cli;

/**
 * A place, and what stands there as it was just seen: nobody asks the server again.
 *
 * @param fresh whether it was asked for by its own name, rather than listed with many others
 */
record Found(Place place, Item item, boolean fresh) {
    /**
     * The same when it is a file.
     *
     * @param has what only files have
     */
    Found requireFile(String has) throws CommandException {
        if (item.isDirectory()) {
            throw CommandException.refused(place.text() + " is a directory, and only files have " + has);
        }
        return this;
    }
}
