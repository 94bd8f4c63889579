# Composes letters with MIME::Lite, MIME::Entity (libmime-tools-perl) and Email::MIME: one JSON letter a line in, base64 of the message a line out.
# The first argument says which of the three.
use strict;
use warnings;
use Encode qw(encode);
use JSON::PP;
use MIME::Base64 qw(encode_base64);

my $kind = shift @ARGV;
eval "require $kind; 1" or die $@;
my $json = JSON::PP->new->utf8;

sub word { my ($text) = @_; return $text =~ /^[\x20-\x7e]*$/ ? $text : encode('MIME-Header', $text) }

my %made = (
    'MIME::Lite' => sub {
        my ($letter) = @_;
        my $message = MIME::Lite->new(
            From => word($letter->{from}{name}) . " <$letter->{from}{address}>", To => join(', ', map { $_->{address} } @{ $letter->{to} }),
            Subject => word($letter->{subject}), Type => 'multipart/mixed',
        );
        my $text = $message->attach(Type => 'TEXT', Data => encode('UTF-8', $letter->{text}), Encoding => 'quoted-printable');
        $text->attr('content-type.charset' => 'UTF-8');
        $message->attach(Type => $_->{type}, Path => $_->{path}, Filename => word($_->{name}), Disposition => 'attachment') for @{ $letter->{files} };
        return $message->as_string;
    },
    'MIME::Entity' => sub {
        my ($letter) = @_;
        my $message = MIME::Entity->build(
            From => word($letter->{from}{name}) . " <$letter->{from}{address}>", To => join(', ', map { $_->{address} } @{ $letter->{to} }),
            Subject => word($letter->{subject}), Type => 'multipart/mixed',
        );
        $message->attach(Data => encode('UTF-8', $letter->{text}), Charset => 'utf-8', Encoding => '-SUGGEST');
        $message->attach(Path => $_->{path}, Type => $_->{type}, Filename => word($_->{name}), Encoding => 'base64') for @{ $letter->{files} };
        return $message->as_string;
    },
    'Email::MIME' => sub {
        my ($letter) = @_;
        my @parts = Email::MIME->create(
            attributes => { content_type => 'text/plain', charset => 'UTF-8', encoding => 'quoted-printable' }, body_str => $letter->{text},
        );
        for my $file (@{ $letter->{files} }) {
            open my $in, '<:raw', $file->{path} or die $!;
            my $bytes = do { local $/; <$in> };
            push @parts, Email::MIME->create(
                attributes => { content_type => $file->{type}, name => $file->{name}, filename => $file->{name}, encoding => 'base64', disposition => 'attachment' },
                body => $bytes,
            );
        }
        return Email::MIME->create(
            header_str => [ From => $letter->{from}{address}, To => [ map { $_->{address} } @{ $letter->{to} } ], Subject => $letter->{subject} ], parts => \@parts,
        )->as_string;
    },
);
while (my $line = <STDIN>) { print encode_base64($made{$kind}->($json->decode($line)), ''), "\n" }
