# The leaves of each message as MIME::Parser (libmime-tools-perl) sees them: one JSON line in (base64 of a message), one out.
use strict;
use warnings;
use Digest::SHA qw(sha256_hex);
use JSON::PP;
use MIME::Base64 qw(decode_base64);
use MIME::Parser;

my $json = JSON::PP->new->allow_nonref;
my $parser = MIME::Parser->new;
$parser->output_to_core(1);
$parser->tmp_to_core(1);
$parser->extract_nested_messages(1);
while (my $line = <STDIN>) {
    my $entity = eval { $parser->parse_data(decode_base64($json->decode($line))) };
    my @open = $entity ? ($entity) : ();
    my @leaves;
    while (my $part = shift @open) {
        if ($part->parts) { push @open, $part->parts; next }
        my $body = $part->bodyhandle;
        next unless $body;
        my $bytes = $body->as_string;
        $bytes =~ s{\r\n}{\n}g; # some line ends come as they were, some in the form of this system
        my $encoding = $part->head->get('Content-Transfer-Encoding') // '';
        $encoding =~ s/\r?\n\z//;
        push @leaves, {
            type => $part->mime_type, size => length $bytes, sha256 => sha256_hex($bytes),
            encoding => lc $encoding, name => $part->head->recommended_filename // '', start => substr($bytes, 0, 60),
        };
    }
    print $json->latin1->encode(\@leaves), "\n";
}
