package dev.drover.mirror;

/** Which of the two trees. A one-way mirror goes from left to right. */
public enum Side {
    LEFT,
    RIGHT;

    public Side other() {
        return this == LEFT ? RIGHT : LEFT;
    }
}
