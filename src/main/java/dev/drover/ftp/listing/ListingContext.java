package dev.drover.ftp.listing;

import dev.drover.ftp.RemotePath;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;

/**
 * What a listing does not say of itself. Immutable.
 *
 * @param clock tells which year a date without one means
 * @param zone of the times in a listing; MLSx and EPLF tell UTC and do not ask
 * @param syst the text of the reply to SYST, empty when not known; it decides only where the lines leave a choice
 * @param directory that was asked for, with which a server may begin each name; empty when not known
 * @param dateOrder of dates in digits, such as {@code 03-04-26}
 * @param trimLeadingSpaces whether blanks before a name are padding; else all but the first belong to the name
 * @param monthLanguage the ISO 639 code of the language of month names; empty for any that is clear
 * @param latestVersions whether of several versions of a VMS file only the latest is told, without its number
 * @param bareNames whether lines that fit no format may be names and nothing else, as some servers answer LIST
 */
public record ListingContext(
        Clock clock,
        ZoneId zone,
        String syst,
        RemotePath directory,
        DateOrder dateOrder,
        boolean trimLeadingSpaces,
        String monthLanguage,
        boolean latestVersions,
        boolean bareNames) {
    /** How day, month and year follow each other in a date of digits only. */
    public enum DateOrder {
        /** Whatever fits the first lines; month, day, year where several do. */
        DETECT,
        /** As in 11-20-26. */
        MONTH_FIRST,
        /** As in 20.11.26. */
        DAY_FIRST,
        /** As in 26/11/20. */
        YEAR_FIRST
    }

    /** Refuses a context without clock or zone. */
    public ListingContext {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(zone, "zone");
        syst = syst.toUpperCase(Locale.ROOT);
        monthLanguage = monthLanguage.toLowerCase(Locale.ROOT);
    }

    /** A server of which nothing is known but its zone. */
    public static ListingContext of(Clock clock, ZoneId zone) {
        return new ListingContext(
                clock, zone, "", RemotePath.WORKING_DIRECTORY, DateOrder.DETECT, false, "", false, false);
    }

    /** The same, with times told in the zone of the server. */
    public ListingContext withZone(ZoneId value) {
        return new ListingContext(
                clock, value, syst, directory, dateOrder, trimLeadingSpaces, monthLanguage, latestVersions, bareNames);
    }

    /** The same, with the reply to SYST, which decides where the lines leave a choice. */
    public ListingContext withSyst(String value) {
        return new ListingContext(
                clock, zone, value, directory, dateOrder, trimLeadingSpaces, monthLanguage, latestVersions, bareNames);
    }

    /** The same, with the directory that was listed: entries are below it. */
    public ListingContext withDirectory(RemotePath value) {
        return new ListingContext(
                clock, zone, syst, value, dateOrder, trimLeadingSpaces, monthLanguage, latestVersions, bareNames);
    }

    /** The same, with the order of day, month and year where the server writes numbers only. */
    public ListingContext withDateOrder(DateOrder value) {
        return new ListingContext(
                clock, zone, syst, directory, value, trimLeadingSpaces, monthLanguage, latestVersions, bareNames);
    }

    /** The same, with spaces before a name taken for padding, or as part of it. */
    public ListingContext withTrimLeadingSpaces(boolean value) {
        return new ListingContext(
                clock, zone, syst, directory, dateOrder, value, monthLanguage, latestVersions, bareNames);
    }

    /** The same, with the language in which the server names months. */
    public ListingContext withMonthLanguage(String value) {
        return new ListingContext(
                clock, zone, syst, directory, dateOrder, trimLeadingSpaces, value, latestVersions, bareNames);
    }

    /** The same, with only the latest version of each VMS file, or with all. */
    public ListingContext withLatestVersions(boolean value) {
        return new ListingContext(
                clock, zone, syst, directory, dateOrder, trimLeadingSpaces, monthLanguage, value, bareNames);
    }

    /** The same, with lines taken for plain names, as NLST sends them, where no format explains them. */
    public ListingContext withBareNames(boolean value) {
        return new ListingContext(
                clock, zone, syst, directory, dateOrder, trimLeadingSpaces, monthLanguage, latestVersions, value);
    }
}
